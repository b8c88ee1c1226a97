// The page that writes a correction: what is typed goes along into the mail or form, and can be copied.
import { addressOf, copyField } from "../../layers/correction/letter.js";
import { showTheme } from "../mapframe/theme.js";

showTheme();

const data = JSON.parse(document.getElementById("correct-data")?.textContent || "null");

function begin({ to, title, link, words }) {
  const draft = document.getElementById("draft");
  const send = document.getElementById("send");
  const copy = document.getElementById("copy");
  draft.addEventListener("input", () => {
    if (send) send.href = addressOf(to, { title, text: draft.value, link });
  });
  copy.addEventListener("click", async () => {
    document.getElementById("told").textContent = (await copyField(draft)) ? words.copied : words.copy_failed;
  });
  copy.hidden = false;
}

// The script stands behind the elements that it asks for.
if (data) begin(data);
