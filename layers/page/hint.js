// One line over the map that says what can be done now.
import { replace } from "./dom.js";

const hint = document.getElementById("hint");
let timer = 0;

export function hideHint() {
  clearTimeout(timer);
  hint.hidden = true;
}

/** Show a line, for some milliseconds or until it is hidden; a button may stand behind it. */
export function showHint(message, milliseconds, way) {
  clearTimeout(timer);
  replace(hint, message, way);
  hint.hidden = false;
  if (milliseconds) timer = setTimeout(hideHint, milliseconds);
}
