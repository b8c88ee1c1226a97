// Undo what chat programs, mail and content systems do to a link, as geo/mending.py does where a server reads it.
// Only pages that are files hold this script; it runs before all others and tidies the address.
const AGAIN = 3;
const DEEPEST = 40;
const LONGEST = 2001;
const ESCAPE = /%[0-9A-Fa-f]{2}/;
const ESCAPED_TEXT = /%(?:25)*[89A-Fa-f][0-9A-Fa-f]/;
const NEXT = /[?&;？＆；]+(?:(?:amp|#38)[;；])*(?=([A-Za-z_][\p{L}\p{N}_]{0,39})[=＝])/gu;
const GLUED_FRONT = /^(?:[^\p{L}\p{N}]*(?:amp|#38);)*[?&;#/？＆；\s]*/iu;
const QUOTES = "\"'“”‘’„«»<>《》〈〉()（）[]【】「」『』 ";
const ONE = ["p", "tour", "base", "lang", "y", "at", "since", "v", "r", "step", "show"];
const IDS = ["town", "cat", "stage", "status", "kept", "sure", "p", "tour", "base", "lang", "embed", "y", "show"];
const HAN = /[\u3400-\u9fff]/u;
const PLAIN_START = /^[A-Za-z0-9_./+'’ -]+/;
const LOST = "\ufffd";

/** The start of a text without the signs of a set at its front, or at both ends. */
const withoutFront = (text, signs) => text.slice([...text].findIndex((sign) => !signs.includes(sign)) >>> 0);

function bytesOf(raw) {
  const bytes = [];
  for (let at = 0; at < raw.length; at += 1) {
    if (raw[at] === "%" && /^[0-9A-Fa-f]{2}/.test(raw.slice(at + 1))) {
      bytes.push(Number.parseInt(raw.slice(at + 1, at + 3), 16));
      at += 2;
    } else {
      const sign = String.fromCodePoint(raw.codePointAt(at));
      bytes.push(...new TextEncoder().encode(sign));
      at += sign.length - 1;
    }
  }
  return new Uint8Array(bytes);
}

function decodedAs(encoding, bytes) {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Percent-encoded text as it was written: UTF-8, one that was cut in a character, or GBK. */
function decoded(raw) {
  const bytes = bytesOf(raw.replaceAll("+", " "));
  const whole = decodedAs("utf-8", bytes);
  if (whole !== null) return whole;
  for (const cut of [1, 2, 3]) {
    const start = bytes.length - cut;
    const isStart =
      bytes[start] >= 0xc2 && bytes[start] <= 0xf4 && (bytes[start] < 0xe0 ? 2 : bytes[start] < 0xf0 ? 3 : 4) > cut;
    const before = isStart ? decodedAs("utf-8", bytes.slice(0, start)) : null;
    if (before !== null) return before || LOST;
  }
  return decodedAs("gbk", bytes) ?? new TextDecoder().decode(bytes);
}

function again(text, sign) {
  let plain = text;
  for (let time = 0; time < AGAIN && sign.test(plain); time += 1) plain = decoded(plain.replaceAll("+", "%2B"));
  return plain;
}

const seen = (text) => text.replace(/[\p{Cf}\p{Cs}]/gu, "");

/** Parts of a text around the first of two equals signs. */
function halves(text) {
  const at = text.search(/[=＝]/);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

const canonical = (name, { aliases }) => aliases[name.toLowerCase()] ?? name.toLowerCase();
const isKnown = (name, links) =>
  links.parameters.includes(canonical(name, links)) || links.foreign.test(name.toLowerCase());

function pieces(given, value, links, depth = 0) {
  if (depth > DEEPEST) return [];
  const glued = again(seen(given), ESCAPE).replace(GLUED_FRONT, "");
  if (/[=＝]/.test(glued)) return pieces(...halves(value ? `${glued}=${value}` : glued), links, depth + 1);
  const name = glued.normalize("NFKC").trim();
  const isText = canonical(name, links) === "q";
  const plain = again(seen(value), isText ? ESCAPED_TEXT : ESCAPE);
  const next = [...plain.matchAll(NEXT)].find((one) => !isText || isKnown(one[1], links));
  if (!next) return [[name, plain]];
  const rest = pieces(...halves(plain.slice(next.index + next[0].length)), links, depth + 1);
  return [[name, plain.slice(0, next.index)], ...rest];
}

/** A text that begins with a Chinese sign: a name, else as it is. */
function namedOf(parameter, item, { idOf }) {
  if (!HAN.test(item)) return item;
  const name = withoutFront(item, QUOTES).split(/[^\p{L}\p{N}_·・'’() ]/u, 1)[0];
  return idOf(parameter, name) ?? name;
}

function itemOf(parameter, item, links) {
  const start = PLAIN_START.exec(item);
  if (!start) return namedOf(parameter, item, links);
  const bare = start[0].replace(/[./+\-_'’ ]+$/, "") || item;
  if (!IDS.includes(parameter) || /^[A-Za-z0-9-]+$/.test(bare)) {
    const isName = HAN.test(item[start[0].length] ?? "");
    return (isName && links.idOf(parameter, item)) || bare;
  }
  return links.idOf(parameter, bare) ?? (/^[./]/.test(bare) ? bare : bare.split(" ")[0]);
}

function meantValue(parameter, value, links) {
  if (parameter === "q" || !links.parameters.includes(parameter) || value.length >= LONGEST) return value;
  const plain = withoutFront(value.normalize("NFKC").replaceAll("、", ","), QUOTES);
  let items = plain.split(",").map((item) => itemOf(parameter, item.trim(), links));
  const isGlued = (item) => !item || HAN.test(item);
  if (ONE.includes(parameter) && items.length > 1 && items.slice(1).every(isGlued)) items = items.slice(0, 1);
  if (["m", "near"].includes(parameter)) items = items.filter((item) => !HAN.test(item));
  return items.filter(Boolean).join(",");
}

/**
 * The pairs of a query string that were meant. `links` holds `parameters` (their names), `aliases` (older names) and
 * `idOf(parameter, name)`, the id that a name means.
 */
export function mendedPairs(query, links) {
  const given = query.replace(/^\?+/, "").split("&").filter(Boolean).slice(0, 200);
  return given
    .map((part) =>
      part.includes("=") ? [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)] : [part, ""],
    )
    .flatMap(([name, value]) => pieces(decoded(name), decoded(value), links))
    .filter(([name]) => name)
    .map(([name, value]) => [name, meantValue(canonical(name, links), value, links)]);
}
