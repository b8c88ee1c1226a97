// The file of a tour, as data/tours/*.toml spells it. What is read back is as little trusted as any file: a line that
// is none of ours, a word that is too long or a sign that can't be seen refuses the whole.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const LONGEST_FILE = 200_000;
const TOUR_KEYS = ["title_zh", "title_en", "summary_zh", "summary_en", "report", "order"];
const STEP_KEYS = ["title_zh", "title_en", "text_zh", "text_en", "note_zh", "note_en", "view"];

/** A text on one line, without signs that can't be seen and without braces (a tour's own fields), at most so long. */
export const clean = (text, most) => {
  const seen = text.replace(/\s+/gu, " ").replace(new RegExp(UNSEEN, "gu"), "").replace(/[{}]/g, "");
  return [...seen.normalize("NFC").trim()].slice(0, most).join("").trim();
};

const line = (key, value) => `${key} = ${JSON.stringify(value)}`;

const inBoth = (key, value) => ["zh", "en"].map((lang) => line(`${key}_${lang}`, value));

/** The text of the file; the words stand for both languages. */
export function written({ title, summary, report, steps }) {
  const head = [line("report", report), "order = 99", ...inBoth("title", title), ...inBoth("summary", summary)];
  const parts = steps.map((step) => [
    "",
    "[[step]]",
    ...["title", "text", "note"].flatMap((key) => inBoth(key, step[key])),
    line("view", step.query),
  ]);
  return `${[...head, ...parts.flat()].join("\n")}\n`;
}

function textOf(raw) {
  const value = JSON.parse(raw);
  if (typeof value !== "string" || UNSEEN.test(value)) throw new Error(raw.slice(0, 40));
  return value;
}

function readLine(text, at, keys) {
  const found = /^([a-z_]+) = (.+)$/u.exec(text);
  if (!found || !keys.includes(found[1])) throw new Error(text.slice(0, 40));
  at[found[1]] = found[1] === "order" ? Number(found[2]) : textOf(found[2]);
}

/** The tour of a file; an error says where it is none. */
export function read(text, lang, { steps: [least, most], lengths }) {
  if (text.length > LONGEST_FILE) throw new Error("…");
  const tour = {};
  const steps = [];
  for (const row of text.split(/\r?\n/).map((one) => one.trim())) {
    if (!row || row.startsWith("#")) continue;
    if (row === "[[step]]") steps.push({});
    else if (steps.length) readLine(row, steps.at(-1), STEP_KEYS);
    else readLine(row, tour, TOUR_KEYS);
  }
  if (steps.length < least || steps.length > most) throw new Error(`${steps.length}`);
  const words = (from, key) => clean(from[`${key}_${lang}`] ?? from[`${key}_zh`] ?? "", lengths[key]);
  return {
    title: words(tour, "title"),
    summary: words(tour, "summary"),
    steps: steps.map((one) => ({
      query: (one.view ?? "").slice(0, 2000),
      title: words(one, "title"),
      text: words(one, "text"),
      note: words(one, "note"),
    })),
  };
}
