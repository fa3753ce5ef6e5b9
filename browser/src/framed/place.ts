/** What the scripts of libraries share. */

import type { Library } from "../shared/frame-messages.ts";

/** The element that a library fills. */
export const makePlace = (): HTMLElement => {
  const place = document.createElement("div");
  place.id = "chart";
  document.body.append(place);
  return place;
};

export const provide = (show: Library): void => {
  (window as { show?: Library }).show = show;
};
