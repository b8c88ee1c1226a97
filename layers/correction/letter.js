// A correction in the browser: the same words, lengths and addresses as letter.py and destination.py beside it.
const LONGEST_VALUE = 240;

/** A message of the table `correct` with its {fields} filled in; unlike the page's own words it has no singular. */
export const filledIn = (message, values) =>
  message.replace(/\{(\w+)\}/g, (field, name) => (name in values ? String(values[name]) : field));

const oneLine = (text) => text.split(/\s+/u).filter(Boolean).join(" ");

/** A value on one line and no longer than a mail can carry. */
export function cutValue(value) {
  const line = [...oneLine(value)];
  return line.length <= LONGEST_VALUE ? line.join("") : `${line.slice(0, LONGEST_VALUE - 1).join("")}…`;
}

/** The address that opens a written mail or form; empty where the text is copied. */
export function addressOf({ way, address }, { title, text, link }) {
  const encoded = Object.fromEntries(
    Object.entries({ title: oneLine(title), text: text.replace(/\r?\n/g, "\r\n"), link }).map(([name, value]) => [
      name,
      encodeURIComponent(value),
    ]),
  );
  if (way === "mail") return `mailto:${address}?subject=${encoded.title}&body=${encoded.text}`;
  return way === "form" ? filledIn(address, encoded) : "";
}

/** What a note calls the destination: of a form its host. */
export const calledAddress = ({ way, address }) => (way === "form" ? address.split("/")[2] : address);

/** Copy the text of a field; false where the browser does not let us, and then it is selected. */
export async function copyField(field) {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
