/** What the scripts of libraries share. */

import type { Library } from "../shared/chunk-interfaces.ts";

/** Whether a CSS colour is dark; `undefined` if it is invalid or transparent. */
export function isDark(color: string): boolean | undefined {
  if (!CSS.supports("color", color)) return;
  const context = document.createElement("canvas").getContext("2d")!;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data as unknown as [
    number,
    number,
    number,
    number,
  ];
  if (alpha < 128) return;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}

/** The element that a library fills. */
export const createPlace = (): HTMLElement => {
  const place = document.createElement("div");
  place.id = "chart";
  document.body.append(place);
  return place;
};

/** Where the first script finds it: no name that an output has. */
export const provide = (show: Library): void => {
  (window as { "backendai-show"?: Library })["backendai-show"] = show;
};
