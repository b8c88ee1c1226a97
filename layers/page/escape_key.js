// The Escape key closes one thing at a time: a card (of an earlier report, or of this one), the full screen, the projector mode, then a tour.
const ORDER = ["earlier", "card", "full", "projector", "tour"];
const closers = new Map();

/** Offer a way to close something, by its name in the order: it answers true where it has closed something. */
export const onEscape = (name, close) => closers.set(name, close);

export const pressEscape = () => ORDER.some((name) => closers.get(name)?.());

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) pressEscape();
});
