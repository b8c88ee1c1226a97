// One's own tour inside of the offline file: the islands of the page are read, the tour is added, they are written back.
const ID = "own";

const islandOf = (id) => new RegExp(`(<script type="application/json" id="${id}">)(.*?)(</script>)`, "s");
/** JSON that can't end its element, as layers/escape.py writes it. */
const safe = (value) =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

function change(page, id, act) {
  const found = islandOf(id).exec(page);
  if (!found) return page;
  const value = JSON.parse(found[2]);
  act(value);
  return page.replace(found[0], () => found[1] + safe(value) + found[3]);
}

/** A step as the page reads it; the page itself finds the projects of its filters. */
const stepOf = ({ shown }) => ({
  ids: null,
  selected: shown.selected,
  filters: shown.filters,
  camera: shown.camera,
  cited: shown.selected ? [shown.selected] : [],
  ...(shown.at ? { at: shown.at } : {}),
  gone: 0,
});

/** The offline file with a tour, at whose first step it opens. */
export function withTour(page, { title, summary, steps }, lang) {
  const tour = { id: ID, any_town: false, title, summary, steps: steps.map(stepOf) };
  const words = steps.map(({ title: heading, text, note }) => ({ title: heading, text, note, none: "" }));
  let made = change(page, "dgmap-page", (value) => value.tours.push(tour));
  made = change(made, "dgmap-more", (value) => {
    value.tours[ID] = words;
  });
  made = change(made, "dgmap-second", (value) => {
    value.page.tours = [...(value.page.tours ?? []), tour];
    value.more.tours[ID] = words;
  });
  return change(made, "dgmap-open", (value) => Object.assign(value, { query: `tour=${ID}`, lang }));
}
