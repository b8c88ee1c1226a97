// The map first: it stands in the page, is brought to the link's view, and only then Streamlit's scripts are asked for.
(() => {
  const PATIENCE_MS = 5000
  const first = JSON.parse(document.getElementById("dgmap-first").textContent)
  const frame = document.querySelector("iframe.dgmap-frame")
  // What the bridge (mapframe.js) takes over with the frame: whether the map is ready, and what was done on it.
  const early = window.dgmapEarly = { ready: false, told: null, touched: false, camera: null }

  function theme() {
    try {
      const kept = localStorage.getItem("dgmap-theme")
      return kept === "light" || kept === "dark" ? kept : "auto"
    } catch {
      return "auto" // storage is switched off: follow the system
    }
  }

  document.documentElement.dataset.theme = theme()

  function ask(wave) {
    for (const { tag, ...rest } of first[wave]) {
      const node = document.createElement(tag)
      for (const [name, value] of Object.entries(rest)) node.setAttribute(name, value)
      const place = "last" in node.dataset ? document.body : document.head // ours hold over what the app writes
      place.append(node)
    }
    first[wave] = []
  }

  function start() {
    ask("ahead")
    ask("tags")
  }

  addEventListener("message", ({ source, origin, data }) => {
    if (origin !== location.origin || source !== frame.contentWindow || data?.source !== "dgmap" || window.dgmapEarly !== early) return
    if (data.type === "drawn") {
      for (const act of ["pointerdown", "wheel", "keydown"]) {
        source.addEventListener(act, () => { early.touched = true }, { passive: true, capture: true })
      }
      ask("ahead")
    } else if (data.type === "ready") {
      early.ready = true
      start()
    } else if (data.type !== "move") {
      early.told = data
    } else if (early.touched) {
      early.camera = data.m
    }
  })
  setTimeout(start, PATIENCE_MS)
})()
