// The layers of the map: each kind is a function in a file of its own, and gives what the page asks of it.
//
// A layer is `(data) => parts`; `data` is the payload of its island. Its drawing follows the store by effects.
// parts, all optional:
//   clip()           what depends on where everything stands on the screen, after each move
//   obstacles(board) what names keep clear of
//   labels()         names: [{ rank, pad, options: [{ width, height, candidates, accept, node }] }] (labels/labels.js)
//   names(board, labels)  what is written after all names, in the room that they leave
//   controls()       an element among the buttons of the map
//   legend(bounds)   what is in sight: { key: boolean }, keys of `style.samples`
//   legendItems(bounds)  entries of its own that are in sight: [{ name, width, shapes }]
//   hitAt(latlng)    the id of the project under a place, null if there is none
const factories = new Map();
const made = [];

/** Name the function that makes the layers of a kind. */
export function layer(kind, make) {
  factories.set(kind, make);
}

/** Make the layers of the page in their order; a kind that no script knows is an error of the page. */
export function makeLayers(islands) {
  for (const { kind, data } of islands) {
    const make = factories.get(kind);
    if (!make) throw new Error(`no script for layers of the kind ${kind}`);
    made.push(make(data) || {});
  }
}

// --- what stands around the map ---

const panels = new Map();
const parts = {};

/** Name the function that makes a panel; it is given what the panels before it returned, by their names. */
export function panel(name, make) {
  panels.set(name, make);
}

/** Make the panels of these names, those that the page has. */
export function makePanels(names, context) {
  for (const name of names.filter((one) => panels.has(one))) parts[name] = panels.get(name)({ ...context, ...parts });
}

/** Call a part of every layer that has it. */
export const askLayers = (part, ...given) => made.filter((one) => one[part]).map((one) => one[part](...given));
