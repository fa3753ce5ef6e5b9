/** Keys to touch, where there is no keyboard. */

import type { Translate } from "../../backendai-media.d.ts";
import * as messages from "../../shared/messages.ts";

/** Milliseconds until a held key repeats, and between two times. */
const WAIT_MS = 350;
const REPEAT_MS = 50;
/** More keys have no room. */
const MAX_KEYS = 16;
const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowRight: "→",
  " ": "␣",
  Enter: "⏎",
  Escape: "Esc",
  Backspace: "⌫",
};
const NAMES: Readonly<Record<string, string>> = { " ": "Space" };
const ORDER = Object.keys(SIGNS);

export function createTouchKeys(
  place: HTMLElement,
  translate: Translate,
  tell: (event: { kind: "press" | "release"; key: string }) => void,
) {
  const pad = document.createElement("div");
  pad.className = "backendai-touch-keys";
  pad.role = "group";
  pad.ariaLabel = translate(messages.touch_keys);
  let shown = "";
  /** What lets go of the keys that are held. */
  const held = new Set<() => void>();

  const made = (key: string): HTMLButtonElement => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = SIGNS[key] ?? key;
    button.ariaLabel = NAMES[key] ?? key;
    let timer = 0;
    const press = (wait: number): void => {
      tell({ kind: "press", key });
      timer = setTimeout(press, wait, REPEAT_MS);
    };
    const release = (): void => {
      if (!held.delete(release)) return;
      clearTimeout(timer);
      tell({ kind: "release", key });
    };
    button.onpointerdown = (event) => {
      // The canvas keeps the focus.
      event.preventDefault();
      if (held.has(release)) return;
      held.add(release);
      button.setPointerCapture(event.pointerId);
      press(WAIT_MS);
    };
    button.onpointerup = button.onpointercancel = button.onlostpointercapture = release;
    button.oncontextmenu = (event) => event.preventDefault();
    button.onclick = ({ detail }) => {
      // By a keyboard, or what reads the page aloud.
      if (detail) return;
      tell({ kind: "press", key });
      tell({ kind: "release", key });
    };
    return button;
  };

  return {
    show(keys: readonly string[]): void {
      const named = keys.filter((key) => key !== "*");
      const listed = named.length || !keys.length ? named : [" "];
      if (listed.join("\n") === shown) return;
      shown = listed.join("\n");
      for (const release of held) release();
      const rank = (key: string): number => (ORDER.indexOf(key) + 1 || 99) - 1;
      const sorted = listed.toSorted((a, b) => rank(a) - rank(b));
      pad.replaceChildren(...sorted.slice(0, MAX_KEYS).map(made));
      if (listed.length) place.append(pad);
      else pad.remove();
    },
  };
}
