/** A row of keys that phones lack, shown below the terminal for coarse pointers. */

import type { Translate } from "../backendai-media.d.ts";
import { createButton, createElement } from "../shared/dom.ts";
import * as messages from "../shared/messages.ts";

const ARROWS = { "←": "D", "↓": "B", "↑": "A", "→": "C" } as const;
const NAMES = { "←": messages.left, "↓": messages.down, "↑": messages.up, "→": messages.right } as const;

export interface Keys {
  readonly element: HTMLElement;
  /** Applies a Ctrl that was pressed before to a character. */
  turn(text: string): string;
}

/** `isApplication` tells whether arrows are in application mode. */
export function createKeys(
  text: Translate,
  type: (keys: string) => void,
  isApplication: () => boolean,
  focus: () => void,
): Keys {
  let ctrl = false;
  const element = createElement("div", "terminal-keys");
  const held = createButton("", "Ctrl", () => hold(!ctrl));
  const hold = (now: boolean): void => {
    ctrl = now;
    held.ariaPressed = `${now}`;
  };
  const key = (label: string, keys: () => string, name?: string): HTMLButtonElement =>
    createButton("", name ?? label, () => type(keys()), name && label);
  const arrows = (Object.keys(ARROWS) as (keyof typeof ARROWS)[]).map((arrow) =>
    key(arrow, () => `\x1b${isApplication() ? "O" : "["}${ARROWS[arrow]}`, text(NAMES[arrow])),
  );
  hold(false);
  element.role = "toolbar";
  element.ariaLabel = text(messages.keys);
  element.append(
    held,
    key("Esc", () => "\x1b"),
    key("Tab", () => "\t"),
    ...arrows,
    key("|", () => "|"),
    key("~", () => "~"),
    key("-", () => "-"),
    key("/", () => "/"),
  );
  // Keeps the on-screen keyboard open.
  element.onpointerdown = (event) => event.preventDefault();
  element.onclick = focus;

  return {
    element,
    turn(typed) {
      if (!ctrl || typed.length !== 1) return typed;
      hold(false);
      const code = typed.toUpperCase().charCodeAt(0);
      return code >= 0x40 && code < 0x60 ? String.fromCharCode(code & 31) : typed;
    },
  };
}
