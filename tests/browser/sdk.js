// A stand-in for WeChat's JS-SDK: what a page tells it is kept, in order.
window.told = [];
const keep = (name) => (value) => window.told.push([name, value]);
window.wx = {
  config: keep("config"),
  ready: (go) => go(),
  updateAppMessageShareData: keep("message"),
  updateTimelineShareData: keep("timeline"),
};
