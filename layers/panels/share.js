// Sharing: the app copies the link and opens its panel; a phone offers its own ways besides.
import { tell } from "../page/actions.js";
import { isPhone } from "../page/dom.js";
import { appDocument } from "../page/host.js";

export function shareView(id) {
  tell("share", { id });
  const { title, location } = appDocument();
  // Whoever closes the phone's own list has shared nothing, and that is no fault.
  if (isPhone() && navigator.share) navigator.share({ title, url: location.href }).catch(() => {});
}
