// Light or dark: the visitor's choice on this device, else the system's.
const THEME_KEY = "dgmap-theme";

export function theme() {
  try {
    const kept = localStorage.getItem(THEME_KEY);
    return kept === "light" || kept === "dark" ? kept : "auto";
  } catch {
    return "auto"; // storage is switched off: follow the system
  }
}

const isDark = () => theme() === "dark" || (theme() === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);

export function showTheme() {
  document.documentElement.dataset.theme = theme();
  document.documentElement.dataset.dark = isDark() ? "yes" : "no";
}

/** Turn from light to dark or back; false where nothing can be kept. */
export function turnTheme() {
  try {
    localStorage.setItem(THEME_KEY, isDark() ? "light" : "dark");
  } catch {
    return false;
  }
  showTheme();
  return true;
}
