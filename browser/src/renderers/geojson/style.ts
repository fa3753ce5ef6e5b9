/** Colours and sizes of a feature, by its simplestyle-spec properties. Canvas takes nothing from a text but a colour. */

import type { Feature } from "./read.ts";

export interface Look {
  stroke: string;
  fill: string;
  marker: string;
  strokeOpacity: number;
  fillOpacity: number;
  width: number;
  /** Of a point's dot, in pixels. */
  radius: number;
}

const SIZES: Readonly<Record<string, number>> = { small: 3.5, medium: 5, large: 7 };
const looks = new WeakMap<Feature, Look>();

/** Empty: the page's own accent. */
function color(value: unknown): string {
  const text = typeof value === "string" && value.length < 50 ? value.trim() : "";
  const named = /^([\da-f]{3}){1,2}$/i.test(text) ? `#${text}` : text;
  return CSS.supports("color", named) && !/var|url|current|inherit|initial|unset|revert/i.test(named) ? named : "";
}
const within = (value: unknown, most: number, otherwise: number): number =>
  typeof value === "number" && value >= 0 ? Math.min(value, most) : otherwise;

export function lookOf(feature: Feature): Look {
  const known = looks.get(feature);
  if (known) return known;
  const own = feature.properties;
  const stroke = color(own["stroke"]);
  const look: Look = {
    stroke,
    fill: color(own["fill"]) || stroke,
    marker: color(own["marker-color"]) || stroke,
    strokeOpacity: within(own["stroke-opacity"], 1, 1),
    fillOpacity: within(own["fill-opacity"], 1, 0.2),
    width: within(own["stroke-width"], 40, 1.5),
    radius: SIZES[`${typeof own["marker-size"] === "string" ? own["marker-size"] : ""}`] ?? 4.5,
  };
  looks.set(feature, look);
  return look;
}
