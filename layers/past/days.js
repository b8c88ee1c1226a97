// The words of the slider, which come with its facts.

/** A message with its {fields} filled in. */
export const say = (words, key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** A day in words: 2024年12月31日, 31 Dec 2024. */
export function dateWords(words, day) {
  const [year, month, date] = day.split("-").map(Number);
  return say(words, "date", { year, month: words.months.split(" ")[month - 1], date });
}
