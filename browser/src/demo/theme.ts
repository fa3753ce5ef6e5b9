/** Light or dark: as the system says, until the person chooses. */

import { button } from "./elements.ts";

const KEPT = "backendai-demo-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

const chosen = (): string | undefined => document.documentElement.dataset["theme"];
const isDark = (): boolean => (chosen() ? chosen() === "dark" : system.matches);

function choose(theme: string | null): void {
  if (theme !== "light" && theme !== "dark") return;
  const { dataset } = document.documentElement;
  dataset["theme"] = theme;
  dataset["backendaiTheme"] = theme; // the library's own attribute, for the outputs
}

export function themeButton(): HTMLButtonElement {
  choose(localStorage.getItem(KEPT));
  const toggle = button("", () => {
    const theme = isDark() ? "light" : "dark";
    localStorage.setItem(KEPT, theme);
    choose(theme);
    show();
  });
  const show = (): void => {
    toggle.textContent = isDark() ? "Light" : "Dark";
    toggle.title = `Switch to the ${isDark() ? "light" : "dark"} theme`;
  };
  toggle.className = "theme quiet";
  system.addEventListener("change", show);
  show();
  return toggle;
}
