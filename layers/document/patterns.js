// Fills that plain colours can not be: hatches by category, soft discs.
const PATTERNS = document.getElementById("patterns");

const SOFT_STOPS = [[0, 0.34], [0.45, 0.27], [0.75, 0.13], [1, 0]]; // share of the radius, opacity

function softGradient(category) {
  const colour = "var(--c-" + category + ")";
  return svg(
    "radialGradient",
    { id: "soft-" + category },
    ...SOFT_STOPS.map(([offset, opacity]) => svg("stop", { offset, "stop-color": colour, "stop-opacity": opacity })),
  );
}

for (const category of STYLE.categories) PATTERNS.append(softGradient(category));

/** The id of a hatch: one stripe a category in turn, all at 45°. */
function hatch(categories, gap, width) {
  const id = ["hatch", gap, width, ...categories].join("-").replaceAll(".", "_");
  if (document.getElementById(id)) return id;
  const size = gap * categories.length;
  PATTERNS.append(
    svg(
      "pattern",
      { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      ...categories.map((category, index) =>
        svg("rect", { x: gap * index, y: 0, width, height: size, fill: "var(--c-" + category + ")" }),
      ),
    ),
  );
  return id;
}
