// Small makers of elements. Text from data goes in as text nodes only.
const SVG_NS = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [type, handler] of Object.entries(value)) node.addEventListener(type, handler);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined && child !== "") node.append(child);
  return node;
}

const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG_NS, tag), attributes, children);

function icon(name, size, attributes) {
  return svg(
    "svg",
    { width: size, height: size, viewBox: "0 0 256 256", "aria-hidden": "true", focusable: "false", class: "icon", ...attributes },
    svg("use", { href: "#i-" + name }),
  );
}

function replace(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** A link to a source: http(s) only, anything else stays text. */
function sourceLink(source) {
  if (!source) return null;
  const isWeb = typeof source.url === "string" && /^https?:\/\//i.test(source.url);
  if (!isWeb) return el("span", { class: "source", title: source.full || null }, source.title);
  return el(
    "a",
    { class: "source", href: source.url, target: "_blank", rel: "noopener noreferrer", title: source.full || null },
    source.title,
    el("span", { class: "sr-only" }, " (" + say("new_window") + ")"),
  );
}

const isPhone = () => window.matchMedia("(max-width: 720px)").matches;
const isTablet = () => window.matchMedia("(min-width: 721px) and (max-width: 1023px)").matches;
const isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
