/** Icons of the terminal's buttons. */

import { COPY, drawIcon, FULL, SAVE } from "../shared/icon.ts";

export const ICONS = {
  search: "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M10.5 10.5L14 14",
  copy: COPY,
  paste: "M5.5 3.5h-2v10h9v-10h-2M5.5 2h5v3h-5zM6 8.5h4M6 11h4",
  smaller: "M1.5 12.5l4-10l4 10M3 9.5h5M10.5 7.5h4",
  larger: "M1.5 12.5l4-10l4 10M3 9.5h5M10.5 7.5h4M12.5 5.5v4",
  reader: "M2 6.5v3h2.5L8 12.5v-9L4.5 6.5zM10.5 6a3 3 0 0 1 0 4M12.5 4a6 6 0 0 1 0 8",
  save: SAVE,
  record: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 6.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3",
  full: FULL,
  restart: "M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  up: "M3.5 10L8 5.5l4.5 4.5",
  down: "M3.5 6L8 10.5L12.5 6",
  close: "M4 4l8 8M12 4l-8 8",
} as const;

export type Icon = keyof typeof ICONS;

export const icon = (name: Icon): SVGElement => drawIcon(ICONS[name]);
