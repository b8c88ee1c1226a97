// The map on a home screen and without a network (ui/installed): asked for once the first view is whole.
const LATER_MS = 3000;
let isAsked = false;

export function install(lang) {
  if (isAsked) return;
  isAsked = true;
  const links = [
    ["manifest", `/app.webmanifest?lang=${lang}`],
    ["apple-touch-icon", "/icon-180.png"],
  ];
  for (const [rel, href] of links) document.head.append(Object.assign(document.createElement("link"), { rel, href }));
  // Where storage is switched off there is none; then nothing is kept.
  setTimeout(() => navigator.serviceWorker?.register(`/sw.js?lang=${lang}`).catch(() => {}), LATER_MS);
}
