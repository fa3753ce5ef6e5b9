/** Colours and sizes of a feature, by its simplestyle-spec properties. Canvas takes nothing from a text but a colour. */

import type { Feature } from "./read.ts";

export interface FeatureStyle {
  stroke: string;
  fill: string;
  marker: string;
  strokeOpacity: number;
  fillOpacity: number;
  width: number;
  /** Of a point's dot, in pixels. */
  radius: number;
}

/** Widest line, in pixels. */
export const MAX_STROKE_PX = 40;
const SIZES: Readonly<Record<string, number>> = { small: 3.5, medium: 5, large: 7 };
const styles = new WeakMap<Feature, FeatureStyle>();

/** Empty: the page's own accent. */
function color(value: unknown): string {
  const text = typeof value === "string" && value.length < 50 ? value.trim() : "";
  const named = /^([\da-f]{3}){1,2}$/i.test(text) ? `#${text}` : text;
  return CSS.supports("color", named) && !/var|url|current|inherit|initial|unset|revert/i.test(named) ? named : "";
}
const within = (value: unknown, most: number, otherwise: number): number =>
  typeof value === "number" && value >= 0 ? Math.min(value, most) : otherwise;

export function styleOf(feature: Feature): FeatureStyle {
  const known = styles.get(feature);
  if (known) return known;
  const properties = feature.properties;
  const stroke = color(properties["stroke"]);
  const style: FeatureStyle = {
    stroke,
    fill: color(properties["fill"]) || stroke,
    marker: color(properties["marker-color"]) || stroke,
    strokeOpacity: within(properties["stroke-opacity"], 1, 1),
    fillOpacity: within(properties["fill-opacity"], 1, 0.2),
    width: within(properties["stroke-width"], MAX_STROKE_PX, 1.5),
    radius: SIZES[`${typeof properties["marker-size"] === "string" ? properties["marker-size"] : ""}`] ?? 4.5,
  };
  styles.set(feature, style);
  return style;
}
