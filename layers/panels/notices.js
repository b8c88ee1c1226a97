// What the app has to say over the list: a link that held something unknown, a position that is asked for.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { setPicking, tell } from "../page/actions.js";
import { replace } from "../page/dom.js";
import { panel } from "../page/layer.js";
import { newsNotice, notices, ownNotices, placeNotices } from "../page/store.js";
import { statePanel } from "./rows.js";

/** What an action of the app's words does: some the page does itself, the others are told. */
function runOf({ event }, search) {
  if (event.type === "focus_search" && search) return search.focusSearch;
  return () => {
    if (event.type === "pick_start") setPicking(true);
    tell(event.type, event);
  };
}

panel("notices", ({ search }) => {
  const node = document.getElementById("notices");
  const withWays = (notice) => {
    const actions = (notice.actions || []).map((action) => ({
      label: action.label,
      run: action.run ?? runOf(action, search),
    }));
    return statePanel({ ...notice, actions });
  };
  effect(
    () =>
      replace(
        node,
        ...[...placeNotices.value, ...notices.value, ...ownNotices.value, ...newsNotice.value].map(withWays),
      ) && undefined,
  );
});
