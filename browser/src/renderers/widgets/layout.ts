/** Layout and style models, by the properties and values that they may have. */

import { isText } from "../../shared/reading.ts";
import {
  WIDGET_LAYOUT,
  WIDGET_MAX_COUNT,
  WIDGET_MAX_PX,
  WIDGET_MAX_VALUE_UNITS,
  WIDGET_PIXELS,
  WIDGET_STYLES,
} from "../../shared/spec.ts";
import type { Model } from "./models.ts";

/** A value that has no addresses, no variables of the page's, and no enormous number; else `""`. */
export function safeValue(value: unknown): string {
  const text = typeof value === "number" ? `${value}` : value;
  if (!isText(text) || text.length > WIDGET_MAX_VALUE_UNITS || !/^[\w\s.,%()/'"#+-]*$/.test(text)) return "";
  if (/\b(url|image|image-set|src|var|env|attr|element|expression|paint)\s*\(/i.test(text)) return "";
  for (const [, number, unit = ""] of text.matchAll(/(?<![\w#])-?(\d*\.?\d+(?:e\d+)?)([a-z]+|%)?/gi)) {
    const factor = WIDGET_PIXELS[unit.toLowerCase()] ?? (/v(w|h|min|max|i|b)$/i.test(unit) ? 20 : 1);
    if (unit ? Number(number) * factor > WIDGET_MAX_PX : Number(number) > WIDGET_MAX_COUNT) return "";
  }
  return text;
}

/** A colour in CSS, or `""`. */
export const safeColor = (value: unknown): string =>
  isText(value) &&
  value.length < WIDGET_MAX_VALUE_UNITS &&
  !/\(\s*(from|var)|var\(|currentcolor/i.test(value) &&
  CSS.supports("color", value)
    ? value
    : "";

/** Gives an element the look that a Layout model and a style model ask for. */
export function applyLook(element: HTMLElement, layout: Model | undefined, style: Model | undefined): void {
  const set = (property: string, value: string): void => {
    if (value) element.style.setProperty(property, value);
  };
  element.removeAttribute("style");
  // `top` and its like are none of them: nothing leaves its place.
  for (const trait of layout ? WIDGET_LAYOUT : [])
    set(trait.replace("_", "-").replace("_", "-"), safeValue(layout!.state.get(trait)));
  const styles = style?.state;
  for (const [trait, property] of Object.entries(styles ? WIDGET_STYLES : {}))
    set(property, safeValue(styles!.get(trait)));
  const ground = safeColor(styles?.get("button_color") ?? styles?.get("background"));
  element.classList.toggle("backendai-widget-colored", !!ground);
  set("--backendai-widget-ground", ground);
}
