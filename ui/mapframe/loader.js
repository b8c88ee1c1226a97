// Streamlit sends a component's script again with each rerun, so what it sends is only this: where the script is.
let bridge
export default (component) => {
  bridge ??= import(location.origin + "[[script]]")
  bridge.then((loaded) => loaded.default(component))
}
