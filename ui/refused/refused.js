// Writes over what Streamlit says of a file that was not taken: for eyes in the file's line (ui/styles/upload.css), and
// in the alert that a screen reader hears.
function say(words) {
  for (const alert of document.querySelectorAll('[data-testid="stFileChip"] [role="alert"]:not([data-said])')) {
    const part = Object.keys(words).find((one) => alert.textContent.includes(one));
    alert.dataset.said = "";
    alert.textContent = words[part];
    alert.closest('[data-testid="stFileChip"]').style.setProperty("--upload-refused", JSON.stringify(words[part]));
  }
}

/** Streamlit calls it with the words by a part of its own, and what it returns once the page goes. */
export default function watch({ data }) {
  const words = JSON.parse(new TextDecoder().decode(data));
  const watching = new MutationObserver(() => say(words));
  watching.observe(document.body, { childList: true, subtree: true });
  say(words);
  return () => watching.disconnect();
}
