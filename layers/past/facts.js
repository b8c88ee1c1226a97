// What was known of each project on a day, put in the place of what is known today.

/** A row with its sources, which the file holds once and names by number. */
function withSources(row, sources) {
  const source = (number) => sources[number] ?? null;
  const full = { ...row };
  if (row.now) full.now = { ...row.now, source: source(row.now.source) };
  if (row.events) full.events = row.events.map((event) => ({ ...event, source: source(event.source) }));
  if (row.sources) full.sources = row.sources.map(source);
  return full;
}

/** `stand(day)`: the projects as known on a day, null: today. They are changed in place. */
export function putBack({ versions, sources }, projects) {
  const today = new Map();
  const past = new Map();
  for (const [id, rows] of Object.entries(versions))
    past.set(
      id,
      rows.map(([first, row]) => [first, withSources(row, sources)]),
    );

  function todayOf(project, rows) {
    if (!today.has(project)) {
      const keys = new Set(rows.flatMap(([, row]) => Object.keys(row)));
      today.set(project, Object.fromEntries([...keys].map((key) => [key, project[key]])));
    }
    return today.get(project);
  }

  return (day) => {
    for (const project of projects) {
      const rows = past.get(project.id);
      if (!rows) continue;
      const [, row] = rows.filter(([first]) => day && first <= day).pop() || [];
      Object.assign(project, todayOf(project, rows), row);
    }
  };
}
