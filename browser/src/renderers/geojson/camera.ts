/** What part of the plane is seen: degrees ↔ pixels. Both axes have one scale at the middle latitude. */

import type { Box } from "./read.ts";
import type { Extent } from "./antimeridian.ts";

export interface Camera {
  /** The place in the middle. */
  x: number;
  y: number;
  /** Pixels for a degree of latitude, and how much less one of longitude has. */
  scale: number;
  ratio: number;
  width: number;
  height: number;
}

/** Padding in pixels around the fitted box. */
const PADDING_PX = 24;
/** Pixels per degree for a single place: a few kilometres. */
const POINT_PX_PER_DEGREE = 4000;
/** How much nearer and farther one may go; beyond, pixels would be beyond what a canvas can number. */
const MAX_ZOOM = 4096;
const MIN_ZOOM_DIVISOR = 4;

export const ratioOf = ({ box, isPlane }: Extent): number =>
  isPlane ? 1 : Math.max(0.1, Math.cos((((box[1] + box[3]) / 2) * Math.PI) / 180));

export const toX = (camera: Camera, x: number): number =>
  (x - camera.x) * camera.scale * camera.ratio + camera.width / 2;
export const toY = (camera: Camera, y: number): number => (camera.y - y) * camera.scale + camera.height / 2;
export const fromX = (camera: Camera, x: number): number =>
  (x - camera.width / 2) / camera.scale / camera.ratio + camera.x;
export const fromY = (camera: Camera, y: number): number => camera.y - (y - camera.height / 2) / camera.scale;

/** The scale at which a box just fits. */
function scaleOf([west, south, east, north]: Box, { ratio, width, height }: Camera, most: number): number {
  const room = (pixels: number): number => Math.max(20, pixels - 2 * PADDING_PX);
  return Math.min(room(width) / ((east - west) * ratio), room(height) / (north - south), most);
}

export function fit(camera: Camera, box: Box, most = POINT_PX_PER_DEGREE): void {
  camera.x = (box[0] + box[2]) / 2;
  camera.y = (box[1] + box[3]) / 2;
  camera.scale = scaleOf(box, camera, most);
}

/** Nearer by a factor; the place under the pixel stays there. */
export function zoom(camera: Camera, by: number, whole: Box, x = camera.width / 2, y = camera.height / 2): void {
  const [placeX, placeY] = [fromX(camera, x), fromY(camera, y)];
  const least = scaleOf(whole, camera, POINT_PX_PER_DEGREE);
  camera.scale = Math.min(Math.max(camera.scale * by, least / MIN_ZOOM_DIVISOR), least * MAX_ZOOM);
  camera.x += placeX - fromX(camera, x);
  camera.y += placeY - fromY(camera, y);
}

/** Moves by pixels, but not away from everything. */
export function pan(camera: Camera, dx: number, dy: number, whole: Box): void {
  camera.x = Math.min(Math.max(camera.x - dx / camera.scale / camera.ratio, whole[0]), whole[2]);
  camera.y = Math.min(Math.max(camera.y + dy / camera.scale, whole[1]), whole[3]);
}
