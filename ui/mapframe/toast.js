// A line that says what has just been done, for a moment and to a screen reader.
const SHOWN_MS = 2600;
let timer = 0;

function newLine() {
  const line = document.createElement("div");
  line.className = "dgmap-toast";
  line.setAttribute("role", "status");
  return document.body.appendChild(line);
}

export function announce(text) {
  const line = document.querySelector(".dgmap-toast") ?? newLine();
  line.textContent = text;
  line.dataset.shown = "yes";
  clearTimeout(timer);
  timer = setTimeout(() => delete line.dataset.shown, SHOWN_MS);
}
