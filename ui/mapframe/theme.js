// Light or dark: the visitor's choice on this device, else the system's.
import { THEME_KEY, theme } from "./kept_theme.js";

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
