/** Themes. The colours of the two built-in ones have a contrast of at least 4.5, except black and white. */

import type { ITheme } from "@xterm/xterm";
import type { TerminalTheme } from "../backendai-media.d.ts";

const ANSI = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;

function theme(base: ITheme, normal: string, bright: string): ITheme {
  const made: Record<string, unknown> = { ...base };
  const dim = normal.split(" ");
  const strong = bright.split(" ");
  ANSI.forEach((name, index) => {
    made[name] = dim[index];
    made[`bright${name[0]!.toUpperCase()}${name.slice(1)}`] = strong[index];
  });
  return made as ITheme;
}

export const DARK = theme(
  {
    background: "#131416",
    foreground: "#d6d6d6",
    cursor: "#d6d6d6",
    cursorAccent: "#131416",
    selectionBackground: "#3d5a80",
  },
  "#4a4d52 #f2777a #8fc76f #e0b860 #6ca8f0 #d391d6 #63c4cf #c9ccd1",
  "#8b9097 #ff9396 #a9e087 #f7d27c #8fc0ff #eaaced #80dee8 #ffffff",
);
export const LIGHT = theme(
  {
    background: "#ffffff",
    foreground: "#1f2328",
    cursor: "#1f2328",
    cursorAccent: "#ffffff",
    selectionBackground: "#b6d5ff",
  },
  "#24292f #b3261e #1a6b2d #7a5200 #0b5cad #8a3ea6 #0f6674 #62686e",
  "#4b5259 #c93c37 #22762f #8a5d00 #1f6fd0 #9a4fb8 #167482 #4b5259",
);

/** Resolves a theme name for the host element; `undefined` follows the page. */
export function resolve(wanted: TerminalTheme | undefined, host: Element): ITheme {
  if (typeof wanted === "object") return { ...DARK, ...wanted };
  const dark = wanted === "dark" || (wanted !== "light" && getComputedStyle(host).outlineColor === "rgb(0, 0, 1)");
  return dark ? DARK : LIGHT;
}
