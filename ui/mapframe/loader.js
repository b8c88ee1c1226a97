// Streamlit sends a component's script again with each rerun, so what it sends is only this: where the script is.
let bridge = null

export default function mapframe(component) {
  bridge ??= import(new URL(component.parentElement.querySelector(".dgmap-host").dataset.script, location.origin))
  bridge.then((loaded) => loaded.default(component))
}
