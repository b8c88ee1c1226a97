// Streamlit sends a component's script again with each rerun, so what it sends is short, and only this: where the
// script is, and that it is told of the component c.
const b = import(`${location.origin}[[script]]`);
export default (c) => void b.then(() => window.dgmapShow(c));
