// Small makers of elements. Text from data goes in as text nodes only.
const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

const isNothing = (value) => value === null || value === undefined || value === false || value === "";

/** Set attributes (`on` holds listeners) and append children; null, false and "" are left out. */
export function fill(node, attributes, ...children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => !isNothing(child)));
  return node;
}

export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, ...children);
export const svg = (tag, attributes, ...children) =>
  fill(document.createElementNS(SVG_NAMESPACE, tag), attributes, ...children);

/** Put other children in the place of those that are there. */
export function replace(node, ...children) {
  node.replaceChildren(...children.filter((child) => !isNothing(child)));
  return node;
}

/** An icon of the sprite, in its own colour or the text's. */
export function icon(name, size, attributes) {
  const box = { width: size, height: size, viewBox: "0 0 256 256", "aria-hidden": "true", focusable: "false" };
  return svg("svg", { ...box, class: "icon", ...attributes }, svg("use", { href: `#i-${name}` }));
}

/** The icon of a category in its colour. */
export const categoryIcon = (category, size) => icon(category, size, { style: `fill:${colourOf(category)}` });
export const colourOf = (category) => `var(--c-${category})`;

/** A button with an icon, or a word, or both. */
export const button = (attributes, onClick, ...children) =>
  el("button", { type: "button", ...attributes, on: { click: onClick } }, ...children);

/** A drawing that stands beside text: shapes as geo/symbols.py writes them, [[tag, attributes, text]]. */
export function drawing(width, height, shapes, attributes) {
  const nodes = shapes.map(([tag, given, text]) => svg(tag, given, text));
  const box = { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" };
  return svg("svg", { ...box, ...attributes }, ...nodes);
}

export const isPhone = () => window.matchMedia("(max-width: 720px)").matches;
/** Which of the four layouts the window has (page.css): its numbers tell them apart. */
export const layoutName = () => getComputedStyle(document.documentElement).getPropertyValue("--layout").trim();
/** Whether the visitor asked the system for less motion. */
export const isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
