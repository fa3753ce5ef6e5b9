/** Themes. The colours of the two built-in ones have a contrast of at least 4.5, except black and white. */

import type { ITheme } from "@xterm/xterm";
import type { TerminalTheme } from "../backendai-media.d.ts";
import { ANSI_COLORS, TERMINAL_COLORS } from "../shared/spec.ts";

const ANSI = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;

/** The theme of light (0) or dark (1) pages. */
function themeOf(side: 0 | 1): ITheme {
  const { background, foreground, selection, black } = TERMINAL_COLORS;
  const colors = ANSI_COLORS.map((pair) => pair[side]);
  const named = ANSI.flatMap((name, index) => [
    [name, colors[index]],
    [`bright${name[0]!.toUpperCase()}${name.slice(1)}`, colors[index + 8]],
  ]);
  return {
    ...Object.fromEntries(named),
    black: black[side],
    background: background[side],
    foreground: foreground[side],
    cursor: foreground[side],
    cursorAccent: background[side],
    selectionBackground: selection[side],
  };
}

export const LIGHT = themeOf(0);
export const DARK = themeOf(1);

/** Resolves a theme name for the host element; `undefined` follows the page. */
export function resolve(wanted: TerminalTheme | undefined, host: Element): ITheme {
  if (typeof wanted === "object") return { ...DARK, ...wanted };
  const dark = wanted === "dark" || (wanted !== "light" && getComputedStyle(host).outlineColor === "rgb(0, 0, 1)");
  return dark ? DARK : LIGHT;
}
