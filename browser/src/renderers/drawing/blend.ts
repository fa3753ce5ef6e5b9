/** What is between two states of an object. */

import type { State } from "./shapes.ts";
import { DRAWING_START_SCALE } from "../../shared/spec.ts";

/** What a new object starts as, where it appears animated. */
export function initial(state: State): State {
  const { kind, x, y, u, v } = state;
  if (kind === "line") return { ...state, u: x, v: y };
  if (kind === "circle" || kind === "arc") return { ...state, opacity: 0, u: u * DRAWING_START_SCALE };
  const grows = kind === "rect" || kind === "triangle" || kind === "image";
  return { ...state, opacity: 0, ...(grows && { u: u * DRAWING_START_SCALE, v: v * DRAWING_START_SCALE }) };
}

/** Colours as numbers, by their digits. */
const parts = (color: string): number[] => [1, 3, 5, 7].map((at) => parseInt(color.slice(at, at + 2), 16));

function mix(before: string, after: string, part: number): string {
  if (before === after) return after;
  const from = parts(before);
  const bytes = parts(after).map((to, i) => Math.round(from[i]! + (to - from[i]!) * part));
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Numbers and colours on their way, the rest as it will be; `part` from 0 to 1. */
export function blend(before: State, after: State, part: number): State {
  const between = (from: number, to: number): number => from + (to - from) * part;
  const { points } = before;
  return {
    ...after,
    x: between(before.x, after.x),
    y: between(before.y, after.y),
    u: between(before.u, after.u),
    v: between(before.v, after.v),
    extent: between(before.extent, after.extent),
    width: between(before.width, after.width),
    angle: between(before.angle, after.angle),
    opacity: between(before.opacity, after.opacity),
    stroke: mix(before.stroke, after.stroke, part),
    fill: mix(before.fill, after.fill, part),
    points:
      points.length === after.points.length && points !== after.points
        ? after.points.map((to, i) => between(points[i]!, to))
        : after.points,
  };
}

/** Eases out, quadratically. */
export const ease = (time: number): number => 1 - (1 - time) ** 2;
