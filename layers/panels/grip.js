// The grip of a phone's sheet: drawn down it closes the card, up it makes the card high. By keys: × and Escape.
import { el } from "../page/dom.js";

const FAR_PX = 60;

/** The grip of a card, and what closes it. */
export function makeGrip(card, close) {
  const grip = el("div", { class: "grip", "aria-hidden": "true" });
  let from = null;
  const moved = ({ clientY }) => (from === null ? 0 : clientY - from);
  const follow = (event) => {
    card.style.translate = `0 ${Math.max(moved(event), 0)}px`;
  };
  const letGo = (event) => {
    const way = moved(event);
    from = null;
    card.style.translate = "";
    card.classList.toggle("tall", way < -FAR_PX || (card.classList.contains("tall") && way < FAR_PX));
    if (way > FAR_PX) close();
  };
  grip.addEventListener("pointerdown", ({ clientY, pointerId }) => {
    from = clientY;
    grip.setPointerCapture(pointerId);
  });
  grip.addEventListener("pointermove", follow);
  grip.addEventListener("pointerup", letGo);
  grip.addEventListener("pointercancel", () => letGo({ clientY: from }));
  return grip;
}
