// Light or dark as the visitor chose on this device.
export const THEME_KEY = "dgmap-theme";

export function theme() {
  try {
    const kept = localStorage.getItem(THEME_KEY);
    return kept === "light" || kept === "dark" ? kept : "auto";
  } catch {
    return "auto"; // storage is switched off: follow the system
  }
}
