import type { Theme } from "../../shared/frame-messages.ts";

/** How it looks around an element whose style says by its outline whether it is dark there. */
export function themeOf(element: Element): Theme {
  const { color, fontFamily, outlineColor } = getComputedStyle(element);
  return { dark: outlineColor === "rgb(0, 0, 1)", foreground: color, font: fontFamily };
}
