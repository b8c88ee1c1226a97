// The bridge between Streamlit and the map document: state in, events out, nothing kept but the frame.
// Streamlit calls the default export each time `data` changes.

const WORDS = "[[words]]" // by language; Python puts them in (ui/mapframe/__init__.py)

const THEME_KEY = "dgmap-theme"
const LOCATE_TIMEOUT_MS = 12000
const bridge = { frame: null, ready: false, touched: false, message: null, standing: null, camera: null, located: null, copied: null, send: null }

function theme() {
  try {
    const kept = localStorage.getItem(THEME_KEY)
    return kept === "light" || kept === "dark" ? kept : "auto"
  } catch {
    return "auto" // storage is switched off: follow the system
  }
}

function isDark() {
  return theme() === "dark" || (theme() === "auto" && matchMedia("(prefers-color-scheme: dark)").matches)
}

function showTheme() {
  document.documentElement.dataset.theme = theme()
  document.documentElement.dataset.dark = isDark() ? "yes" : "no"
}

function turnTheme() {
  const next = isDark() ? "light" : "dark"
  try {
    localStorage.setItem(THEME_KEY, next)
  } catch {
    return
  }
  showTheme()
  apply()
}

const words = () => WORDS[bridge.message.lang]

function tell(event) {
  // Two alike in a row are two acts; a view carries its own number.
  bridge.send?.("event", event.type === "view" ? event : { ...event, at: Date.now() })
}

// --- the address ------------------------------------------------------------------------------------------

// The link says what Python says it is, plus where the map looks: the one thing that Python need not know.
// While a place is measured from, the map looks at that place, so where it looks must stay out of the link.
// `project` is the card that is open when someone is quicker than the server.
function link({ place = false, project = null } = {}) {
  const { place_query: placeQuery, state } = bridge.message
  const chosen = new RegExp("(^|&)p=[^&]*")
  let { query } = bridge.message
  if (project && state?.selected !== project) {
    query = [query.replace(chosen, "").replace(/^&/, ""), `p=${encodeURIComponent(project)}`].filter(Boolean).join("&")
  }
  const camera = state && !state.near && !state.tour ? (bridge.camera ?? state.camera?.join("/")) : null
  const parts = [place ? (placeQuery ?? query) : query, camera ? `m=${camera}` : ""].filter(Boolean)
  return location.pathname + (parts.length ? `?${parts.join("&")}` : "")
}

function keepAddress() {
  const wanted = link()
  if (location.pathname + location.search !== wanted) {
    history.replaceState(history.state, "", wanted)
  }
}

async function copy(place, project = null) {
  const text = location.origin + link({ place, project })
  try {
    await navigator.clipboard.writeText(text)
    announce(words().copied)
  } catch {
    announce(words().copy_failed)
  }
}

function announce(text) {
  const line = document.querySelector(".dgmap-toast") ?? document.body.appendChild(toast())
  line.textContent = text
  line.dataset.shown = "yes"
  clearTimeout(bridge.copied)
  bridge.copied = setTimeout(() => delete line.dataset.shown, 2600)
}

function toast() {
  const line = document.createElement("div")
  line.className = "dgmap-toast"
  line.setAttribute("role", "status")
  return line
}

// --- the browser's position ---------------------------------------------------------------------------------

function locate(turn) {
  if (!turn || turn === bridge.located) return
  bridge.located = turn
  if (!navigator.geolocation) {
    tell({ type: "locate_failed", reason: "unavailable" })
    return
  }
  const reasons = { 1: "refused", 2: "unavailable", 3: "timeout" }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) =>
      tell({ type: "locate", lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy }),
    (error) => tell({ type: "locate_failed", reason: reasons[error.code] ?? "unavailable" }),
    { timeout: LOCATE_TIMEOUT_MS, maximumAge: 60000, enableHighAccuracy: false },
  )
}

// --- the frame ----------------------------------------------------------------------------------------------

function newFrame() {
  const frame = document.createElement("iframe")
  frame.className = "dgmap-frame"
  frame.allow = "fullscreen; clipboard-write"
  return document.body.appendChild(frame)
}

// The frame stands beside Streamlit's root: its reruns and page changes never touch it, nor need they move it. On
// the first page the server has put it there already (ui/early), and it may have been used before we came.
function takeFrame() {
  if (bridge.frame?.isConnected) return
  bridge.frame = document.querySelector("iframe.dgmap-frame") ?? newFrame()
  bridge.ready = false
  bridge.touched = false
  const early = window.dgmapEarly
  delete window.dgmapEarly
  if (!early?.ready) return
  bridge.touched = early.touched
  bridge.camera = early.camera ?? bridge.camera
  becomeReady()
  if (early.told) tell(early.told)
}

function showDocument({ src }) {
  takeFrame()
  bridge.frame.title = words().frame
  const { dataset, contentWindow } = bridge.frame
  if ((dataset.shown ?? bridge.frame.getAttribute("src")) === src) return
  bridge.ready = false
  dataset.shown = src
  // Not `src`: that would be a step of the browser's history, and Back would turn the frame alone.
  contentWindow.location.replace(new URL(src, location.origin))
}

function page() {
  return bridge.ready ? bridge.frame?.contentWindow?.dgmap : null
}

function sameCamera(m, camera) {
  const numbers = (m ?? "").split("/").map(Number)
  return numbers.length === camera.length && numbers.every((value, i) => Math.abs(value - camera[i]) < 0.006)
}

function apply() {
  const state = bridge.message?.state
  if (!state || !page()) return
  // A camera that we wrote into the address ourselves must not pull the map back.
  const camera = state.camera && sameCamera(bridge.camera, state.camera) ? null : state.camera
  if (camera) bridge.camera = camera.join("/")
  page().apply({ ...state, camera, theme: theme() })
}

function placeHead() {
  const head = document.querySelector(".st-key-head")
  if (!head) return
  document.getElementById("dgmap-early")?.remove() // the app's own head stands in its place now
  const height = Math.ceil(head.getBoundingClientRect().height)
  document.documentElement.style.setProperty("--app-head", `${height}px`)
  page()?.head?.(height)
  // Where the frame is a part of the page (the towns on a phone), it lies over the place that was left for it.
  const place = document.querySelector(".st-key-mapframe")?.getBoundingClientRect()
  if (place) document.documentElement.style.setProperty("--frame-top", `${Math.round(place.top + scrollY)}px`)
}

function becomeReady() {
  bridge.ready = true
  const inside = bridge.frame.contentWindow
  for (const act of ["pointerdown", "wheel", "keydown"]) {
    inside.addEventListener(act, () => { bridge.touched = true }, { passive: true, capture: true })
  }
  placeHead()
  apply()
}

function onMessage({ source, origin, data }) {
  if (origin !== location.origin || !bridge.frame || source !== bridge.frame.contentWindow) return
  if (data?.source !== "dgmap") return
  const { source: _, ...event } = data
  if (event.type === "drawn") return // for the page that came before us (ui/early)
  if (event.type === "ready") {
    becomeReady()
  } else if (event.type === "height") {
    document.documentElement.style.setProperty("--frame-height", `${Number(event.px)}px`)
  } else if (event.type === "move") {
    // The map's own first fit is the default, and defaults stay out of links.
    if (!bridge.touched || bridge.message.state?.near) return
    bridge.camera = event.m
    keepAddress()
  } else {
    if (event.type !== "share") return void tell(event)
    copy(false, event.id)
    tell({ ...event, m: bridge.message.state?.near ? null : bridge.camera })
  }
}

// --- the tabs ---------------------------------------------------------------------------------------------------

const TAB = /st-key-(?:tabs|menu_links|title_links|foot_links)_([a-z]+?)(?:_here)?(?:\s|$)/
const tabName = (tab) => TAB.exec([...ancestors(tab)].map((one) => one.className).join(" "))?.[1]

function* ancestors(node) {
  for (let one = node; one instanceof Element; one = one.parentElement) yield one
}

/** A query in one spelling. It never throws: an address may hold bytes that are no text (`?from=%E5`). */
const plainQuery = (query) => String(new URLSearchParams(query))

// Their links were drawn with the last whole run; what the map has done since reruns the map's part alone.
function markTabs() {
  bridge.stale = false
  for (const tab of document.querySelectorAll(".stPageLink a")) {
    if (tab.closest('[class*="_here"]')) tab.setAttribute("aria-current", "page")
    else tab.removeAttribute("aria-current")
    const wanted = new URL(tab.href)
    if (wanted.search !== tab.dataset.ours) tab.dataset.drawn = wanted.search // Streamlit has written it anew
    wanted.search = bridge.message.query
    bridge.stale ||= plainQuery(tab.dataset.drawn) !== plainQuery(wanted.search)
    tab.dataset.ours = wanted.search
    tab.href = wanted.href
  }
}

function followTab(event, tab) {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  if (!bridge.stale || !isPlain || !tabName(tab)) return
  event.preventDefault()
  event.stopPropagation()
  tell({ type: "go", page: tabName(tab) })
}

function onClick(event) {
  const { target } = event
  if (!(target instanceof Element)) return
  const tab = target.closest(".stPageLink a")
  if (tab) followTab(event, tab)
  if (target.closest(".st-key-theme button, .st-key-theme_menu button")) turnTheme()
  // By the tick as it stands: one that the server has not heard of yet counts as well.
  if (target.closest(".st-key-copy_link button")) copy(!!document.querySelector(".st-key-share_place input:checked"))
}

function listenOnce() {
  if (window.dgmapBridge) window.dgmapBridge.abort()
  window.dgmapBridge = new AbortController()
  const { signal } = window.dgmapBridge
  window.addEventListener("message", onMessage, { signal })
  document.addEventListener("click", onClick, { signal, capture: true })
  // Back and Forward: the camera of that entry is for the map to take up again.
  window.addEventListener("popstate", () => { bridge.camera = null }, { signal })
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { showTheme(); apply() }, { signal })
  const sizes = new ResizeObserver(placeHead)
  const watch = () => {
    const head = document.querySelector(".st-key-head")
    if (head && head !== bridge.head) {
      bridge.head = head
      sizes.disconnect()
      sizes.observe(head)
    }
    placeHead()
  }
  bridge.watch = watch
}

listenOnce()

export default function mapframe({ data, setTriggerValue }) {
  const said = JSON.parse(new TextDecoder().decode(data))
  // Page, language and document are said once a page, and again when one of them is another.
  if (said.page) bridge.standing = { page: said.page, lang: said.lang, src: said.src }
  bridge.message = { ...bridge.standing, ...said }
  if (bridge.message.state?.near) {
    bridge.camera = null
    bridge.touched = false
  }
  bridge.send = setTriggerValue
  document.documentElement.lang = bridge.message.lang === "zh" ? "zh-CN" : bridge.message.lang
  document.documentElement.dataset.page = bridge.message.page
  showTheme()
  bridge.watch()
  markTabs()
  if (bridge.message.src) {
    showDocument(bridge.message)
  }
  locate(bridge.message.locate)
  keepAddress()
  apply()
}
