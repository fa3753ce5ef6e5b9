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

export function gallery(examples: readonly Example[], run: (example: Example) => void): HTMLElement {
  const items = examples.map((example) =>
    el("li", {}, example.missing.length ? lacking(example) : ready(example, run)),
  );
  return el(
    "aside",
    { className: "gallery", "aria-labelledby": "examples" },
    el("h2", { id: "examples" }, "Examples"),
    el("ul", {}, ...items),
  );
}

function ready(example: Example, run: (example: Example) => void): HTMLElement {
  const card = button("", () => run(example), { className: "example", "data-example": example.name });
  card.append(el("b", {}, example.title), " ", el("span", {}, example.about));
  return card;
}

function lacking({ name, title, missing }: Example): HTMLElement {
  const modules = missing.join(" ");
  return el(
    "div",
    { className: "example lacking", "data-example": name },
    el("b", {}, title),
    " ",
    el("span", {}, "Not here yet: ", el("code", {}, `pip install ${modules}`)),
  );
}
