// In WeChat's own browser, where the site's operator has an account there: the card of a shared link follows the view.
const SDK = "[[sdk]]";
const SIGNATURE = "[[path]]";
const CALLS = ["updateAppMessageShareData", "updateTimelineShareData"];
const EVERY_MS = 1000;
const TRIES = 5; // the server may be asking for its ticket just now

const here = () => location.href.split("#")[0];
// On iOS WeChat holds a page to the address at which it was entered, for as long as it is open.
const isHeldToFirst = /iPhone|iPad/.test(navigator.userAgent);
let wanted = here();
let shown = "";
let tries = 0;

const pause = () => new Promise((go) => setTimeout(go, EVERY_MS));

function load() {
  return new Promise((go, fail) => {
    const script = document.createElement("script");
    Object.assign(script, { src: SDK, onload: go, onerror: fail });
    document.head.append(script);
  });
}

/** Signature and card of an address, null where there are none now. */
async function ask(address) {
  const answer = await fetch(`${SIGNATURE}?url=${encodeURIComponent(address)}`).catch(() => null);
  return answer?.status === 200 ? answer.json() : null;
}

function show({ card, ...signed }) {
  const { wx } = window;
  if (!shown || !isHeldToFirst) wx.config({ ...signed, jsApiList: CALLS });
  const { title, desc, link, imgUrl } = card;
  wx.ready(() => {
    wx.updateAppMessageShareData({ title, desc, link, imgUrl });
    wx.updateTimelineShareData({ title, link, imgUrl });
  });
}

/** Bring the card to the address; false once it is of no use to go on. */
async function follow() {
  if (wanted === shown) return true;
  const told = await ask(wanted);
  if (!told) {
    tries += 1;
    return tries < TRIES;
  }
  tries = 0;
  if (!window.wx?.config) await load();
  show(told);
  shown = wanted;
  return true;
}

// The address is looked at, not listened to: map, bridge and Streamlit write it in three ways, and only while
// it stays for a while is a card worth a question.
async function watch() {
  while (await follow()) {
    await pause();
    if (shown) wanted = here();
  }
}

if (document.readyState === "complete") watch().catch(() => {});
else addEventListener("load", () => watch().catch(() => {}), { once: true });
