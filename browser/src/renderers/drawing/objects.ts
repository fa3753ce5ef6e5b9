/** Objects over time, and how they changed. */

import type { State } from "./shapes.ts";

/** An object over time. */
export interface DrawingObject {
  readonly key: unknown;
  /** After all commands. */
  state: State | undefined;
  /** Its last change's place in the history. */
  at: number;
  /** As it is shown, and the box around that. */
  shown: State | undefined;
  box: Box;
  moving: boolean;
}
/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

/** One change; `undefined`: the object does not exist. */
export interface Change {
  readonly object: DrawingObject;
  readonly before: State | undefined;
  after: State | undefined;
}

/** Changes `from` … `to` (without it) that move together, from second to second. */
export interface Step {
  from: number;
  to: number;
  readonly start: number;
  readonly end: number;
}

/** The box of an object that is not visible. */
export const NOWHERE: Box = [Infinity, Infinity, -Infinity, -Infinity];
export const EVERYWHERE: Box = [-Infinity, -Infinity, Infinity, Infinity];

export const join = (a: Box | undefined, b: Box): Box =>
  a ? [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])] : b;

export const touches = (a: Box, b: Box): boolean => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

export const createDrawingObject = (key: unknown): DrawingObject => ({
  key,
  state: undefined,
  at: -1,
  shown: undefined,
  box: NOWHERE,
  moving: false,
});
