// Long lists: only the rows in sight are made, in a list as high as all of them.
const ROW_PX = 59; // as in list.css
const LONG = 100; // rows from which a list is long
const SPARE_ROWS = 12;
const LONG_LISTS = [];

/** A list of projects, one row each; `right` makes the right side of a row. */
function rowList(projects, attributes, right) {
  const make = (project, at) => makeRow(project, right ? right(project, at) : null);
  if (projects.length <= LONG) return el("ol", attributes, ...projects.map(make));
  const list = new LongList(projects, make, el("ol", { ...attributes, class: attributes.class + " long", style: "height:" + projects.length * ROW_PX + "px" }));
  LONG_LISTS.push(list);
  requestAnimationFrame(() => list.fill());
  return list.node;
}

const dropLongLists = () => LONG_LISTS.splice(0);

class LongList {
  constructor(projects, make, node) {
    Object.assign(this, { projects, make, node, made: new Map() });
    // Before it is laid out nothing is known of what is in sight: the top is.
    this.keep(0, Math.ceil(window.innerHeight / ROW_PX) + SPARE_ROWS);
  }

  /** Make the rows in sight. */
  fill() {
    if (!this.node.isConnected) return;
    const { top } = this.node.getBoundingClientRect();
    const [from, to] = [Math.floor(-top / ROW_PX), Math.ceil((window.innerHeight - top) / ROW_PX)];
    this.keep(Math.max(0, from - SPARE_ROWS), Math.min(this.projects.length, to + SPARE_ROWS));
  }

  keep(from, to) {
    for (const [at, item] of this.made) if ((at < from || at >= to) && !item.contains(document.activeElement)) this.drop(at, item);
    for (let at = from; at < Math.min(to, this.projects.length); at++) if (!this.made.has(at)) this.add(at);
  }

  /** Rows stand in the list's order: the keyboard goes through them as they are seen. */
  add(at) {
    const item = this.make(this.projects[at], at);
    fill(item, { style: "top:" + at * ROW_PX + "px", "aria-setsize": this.projects.length, "aria-posinset": at + 1 }, []);
    const after = [...this.made.keys()].filter((other) => other > at);
    this.node.insertBefore(item, after.length ? this.made.get(Math.min(...after)) : null);
    this.made.set(at, item);
    markRow(this.projects[at].id, item.firstElementChild);
  }

  drop(at, item) {
    item.remove();
    this.made.delete(at);
    ROWS.delete(this.projects[at].id);
  }
}

/** Bring a row into sight that may not be made yet. */
function scrollToLongRow(id) {
  for (const list of LONG_LISTS) {
    const at = list.projects.findIndex((project) => project.id === id);
    if (at < 0) continue;
    const frame = document.getElementById("side-body");
    frame.scrollTo({ top: list.node.offsetTop - frame.offsetTop + at * ROW_PX - frame.clientHeight / 2 });
    list.fill();
  }
}

const fillLongLists = () => LONG_LISTS.forEach((list) => list.fill());
document.getElementById("side-body").addEventListener("scroll", fillLongLists, { passive: true });
window.addEventListener("scroll", fillLongLists, { passive: true });
window.addEventListener("resize", fillLongLists);
