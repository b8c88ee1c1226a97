// Click a category's chip and wait until its picture stands on the screen: the frame after the redraw, labels and all.
async (category) => {
  const chip = document.querySelector(`#choices [data-value="${category}"]`);
  // A message is answered after the frame has been handed over to be painted.
  const frame = () =>
    new Promise((done) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done();
        port2.postMessage(0);
      }),
    );
  await frame();
  const start = performance.now();
  chip.click();
  const script = performance.now() - start;
  await frame();
  await frame();
  return { script, painted: performance.now() - start };
};
