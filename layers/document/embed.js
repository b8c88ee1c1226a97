// In a frame of another site's page: only what its host wants, and a way to the whole map.
const HIDDEN_PARTS = new Set((new URLSearchParams(location.search).get("embed") || "").split(","));
const FIRST_CAMERA = new URLSearchParams(location.search).get("m");

/** The address of the same view with everything round it. */
function wholeAddress(project) {
  const query = new URLSearchParams(writeQuery({ ...shownView(), ...(project && { selected: project }) }));
  query.delete("embed");
  if (FIRST_CAMERA) query.set("m", FIRST_CAMERA);
  return location.pathname + (String(query) ? "?" + String(query).replaceAll("%2C", ",").replaceAll("%2F", "/") : "");
}

function openWhole(project) {
  window.open(wholeAddress(project), "_blank", "noopener");
}

function makeEmbed() {
  if (!IS_EMBEDDED) return;
  document.body.classList.add("embedded");
  for (const part of ["head", "list", "key", "controls"]) document.body.classList.toggle("without-" + part, HIDDEN_PARTS.has(part));
  const link = el("a", { id: "whole", href: wholeAddress(), target: "_blank", rel: "noopener" }, say("title"));
  link.title = say("open_whole");
  document.getElementById("corner").prepend(link);
  window.addEventListener("dgmap", ({ detail }) => {
    link.href = wholeAddress();
    if (detail.type === "share") openWhole(detail.id);
  });
}

makeEmbed();
