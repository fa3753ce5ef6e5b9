/** The page around the runs: banners, the theme's button and the gallery of examples. */

import { button, el } from "./elements.ts";
import type { Example } from "./protocol.ts";

export class Banners {
  readonly element = el("div", { className: "banners", "aria-live": "polite" });
  readonly #shown = new Map<string, HTMLElement>();

  /** Shows `text` about `subject`, replacing the previous banner on it; an empty text removes it. */
  say(subject: string, text: string, action?: HTMLButtonElement): void {
    const old = this.#shown.get(subject);
    if (old && old.dataset["text"] === text) return;
    old?.remove();
    this.#shown.delete(subject);
    if (!text) return;
    const close = button("Dismiss", () => this.say(subject, ""), { className: "quiet" });
    const banner = el(
      "p",
      { className: "banner", "data-subject": subject, "data-text": text },
      el("span", {}, text),
      action ?? close,
    );
    this.#shown.set(subject, banner);
    this.element.append(banner);
  }
}

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

/** Lists the examples, and the cells of real libraries. */
export function gallery(
  examples: readonly Example[],
  libraries: readonly Example[],
  run: (example: Example) => void,
): HTMLElement {
  const list = (shown: readonly Example[], kind: string): HTMLElement =>
    el("ul", {}, ...shown.map((one) => el("li", {}, one.missing.length ? lacking(one, kind) : ready(one, kind, run))));
  return el(
    "aside",
    { className: "gallery", "aria-labelledby": "examples" },
    el("h2", { id: "examples" }, "Examples"),
    list(examples, "data-example"),
    el("h2", {}, "Real libraries"),
    list(libraries, "data-library"),
  );
}

function ready(example: Example, kind: string, run: (example: Example) => void): HTMLElement {
  const card = button("", () => run(example), { className: "example", [kind]: example.name });
  card.append(el("b", {}, example.title), " ", el("span", {}, example.about));
  return card;
}

function lacking({ name, title, missing }: Example, kind: string): HTMLElement {
  const modules = missing.join(" ");
  return el(
    "div",
    { className: "example lacking", [kind]: name },
    el("b", {}, title),
    " ",
    el("span", {}, "Not here yet: ", el("code", {}, `pip install ${modules}`)),
  );
}
