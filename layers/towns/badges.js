// What stands beside a town's name: { width, node() }.
import { categoryIcon, colourOf, el } from "../page/dom.js";
import { style } from "../page/islands.js";

function wideBadge(projects) {
  const counts = style.categories
    .map((category) => [category, projects.filter((project) => project.category === category).length])
    .filter(([, number]) => number);
  const pair = ([category, number]) => el("span", { class: "pair" }, categoryIcon(category, 14), String(number));
  return { width: 4 + counts.length * 30, node: () => el("span", { class: "badge wide" }, ...counts.map(pair)) };
}

/** How many projects of a town are known only by town: one number, or from nearer one a category. */
export function countBadge(projects, { isWide }) {
  if (isWide) return wideBadge(projects);
  const categories = style.categories.filter((category) => projects.some((project) => project.category === category));
  const bars = () => categories.map((category) => el("i", { style: `background:${colourOf(category)}` }));
  const node = () => el("span", { class: "badge" }, String(projects.length), el("span", { class: "foot" }, ...bars()));
  return { width: 20, node };
}

/** The colours of an order number: hollow where the order is not verified. */
export function orderStyle(project, townId) {
  const { category, order_unverified: open } = project;
  const border = `border-color:${colourOf(category)}`;
  if (open.includes(townId)) return `color:var(--w-${category});${border}`;
  return `background:${colourOf(category)};${border};color:var(--glyph)`;
}

/** The number of a town along a corridor of which only the towns are known. */
export function orderBadge(project, townId) {
  const number = String(project.towns.indexOf(townId) + 1);
  return { width: 22, node: () => el("span", { class: "badge order", style: orderStyle(project, townId) }, number) };
}

/** The count of a town on the page of all towns. */
export function shadeBadge(value) {
  if (!value) return null;
  const words = String(value.n);
  return { width: 12 + 8 * words.length, node: () => el("span", { class: "badge count" }, words) };
}
