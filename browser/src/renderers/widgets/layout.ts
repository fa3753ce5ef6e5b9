/** Layout and style models, by the properties and values that they may have. */

import { isText } from "../../shared/reading.ts";
import type { Model } from "./models.ts";

/** Longest value, in UTF-16 units. */
const MAX_UNITS = 300;
/** What a length may come to, in CSS pixels; and a count: of tracks, lines, an order. */
const MAX_PX = 10_000;
const MAX_COUNT = 1000;

/** Of Layout models. `top` and its like have no part in it: nothing leaves its place. */
const PROPERTIES =
  "align_content align_items align_self border border_top border_right border_bottom border_left display flex flex_flow " +
  "grid_area grid_auto_columns grid_auto_flow grid_auto_rows grid_column grid_gap grid_row grid_template_areas " +
  "grid_template_columns grid_template_rows height justify_content justify_items margin max_height max_width min_height " +
  "min_width object_fit object_position order overflow overflow_x overflow_y padding visibility width";

/** Of style models: traits, and properties where these have other names. */
const STYLES: readonly (readonly [trait: string, property: string])[] = [
  ["font_family", "font-family"],
  ["font_size", "font-size"],
  ["font_style", "font-style"],
  ["font_variant", "font-variant"],
  ["font_weight", "font-weight"],
  ["text_decoration", "text-decoration"],
  ["text_color", "color"],
];

/** Pixels of a unit, at most, in usual pages. */
const UNITS: Readonly<Record<string, number>> = {
  em: 16,
  rem: 16,
  ex: 9,
  ch: 9,
  in: 96,
  cm: 38,
  mm: 4,
  pt: 1.4,
  pc: 16,
  "%": 20,
};

/** A value that has no addresses, no variables of the page's, and no enormous number; else `""`. */
export function safeValue(value: unknown): string {
  const text = typeof value === "number" ? `${value}` : value;
  if (!isText(text) || text.length > MAX_UNITS || !/^[\w\s.,%()/'"#+-]*$/.test(text)) return "";
  if (/\b(url|image|image-set|src|var|env|attr|element|expression|paint)\s*\(/i.test(text)) return "";
  for (const [, number, unit = ""] of text.matchAll(/(?<![\w#])-?(\d*\.?\d+(?:e\d+)?)([a-z]+|%)?/gi)) {
    const factor = UNITS[unit.toLowerCase()] ?? (/v(w|h|min|max|i|b)$/i.test(unit) ? 20 : 1);
    if (unit ? Number(number) * factor > MAX_PX : Number(number) > MAX_COUNT) return "";
  }
  return text;
}

/** A colour in CSS, or `""`. */
export const safeColor = (value: unknown): string =>
  isText(value) &&
  value.length < MAX_UNITS &&
  !/\(\s*(from|var)|var\(|currentcolor/i.test(value) &&
  CSS.supports("color", value)
    ? value
    : "";

/** Gives an element the look that a Layout model and a style model ask for. */
export function applyLayout(element: HTMLElement, layout: Model | undefined): void {
  element.removeAttribute("style");
  for (const trait of PROPERTIES.split(" ")) {
    const value = safeValue(layout?.state.get(trait));
    if (value) element.style.setProperty(trait.replace("_", "-").replace("_", "-"), value);
  }
}

export function applyStyle(element: HTMLElement, style: Model | undefined): void {
  for (const [trait, property] of STYLES) element.style.setProperty(property, safeValue(style?.state.get(trait)));
  const ground = safeColor(style?.state.get("button_color") ?? style?.state.get("background"));
  element.classList.toggle("backendai-widget-colored", !!ground);
  element.style.setProperty("--backendai-widget-ground", ground);
}
