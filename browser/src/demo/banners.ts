/** What the person should know, above the runs. One line for each subject. */

import { button, el } from "./elements.ts";

export class Banners {
  readonly element = el("div", { className: "banners", "aria-live": "polite" });
  readonly #shown = new Map<string, HTMLElement>();

  /** Says `text` about `subject`, in place of what was said about it before; empty takes it away. */
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
