// The page's words in its language.
import { page } from "./islands.js";

const { words } = page;

/** A message with its {fields} filled in, in the singular for n = 1; the values are plain text. */
export function say(key, values = {}) {
  const raw = (values.n === 1 && words[`${key}_one`]) || words[key];
  if (typeof raw !== "string") throw new Error(`no message ${key}`);
  return raw.replace(/\{(\w+)\}/g, (field, name) => (name in values ? String(values[name]) : field));
}

/** The word for a value of a closed list: nameOf("category", "rail"). */
export const nameOf = (table, value) => words.names[table]?.[value] ?? value;

/** Metres in words: 450 m, 1.5 km. */
export function metres(value) {
  if (value < 1000) return say("metres", { n: Math.round(value) });
  return say("kilometres", { n: (value / 1000).toFixed(1).replace(/\.0$/, "") });
}
