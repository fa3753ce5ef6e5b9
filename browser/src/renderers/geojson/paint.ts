/** A picture of the map, made in steps. */

import { type Camera, fromX, fromY, toX, toY } from "./camera.ts";
import { styleOf } from "./style.ts";
import { AREA, type Atlas, type Feature, LINE, POINT, type Shape } from "./read.ts";
import { type Corner, type Scale, strideOf, strokeInPieces, trace } from "../../shared/outline.ts";
import { cornersOf, isSeen } from "./simplify.ts";

/** The page's colours, and its font. */
export interface Theme {
  ink: string;
  line: string;
  accent: string;
  paper: string;
  font: string;
}

type Pen = CanvasRenderingContext2D;

/** Degrees between lines of the net. */
const GRID_DEGREES = [45, 30, 15, 10, 5, 2, 1];
/** Pixels between two of them, at least. */
const MIN_GRID_PX = 90;
/** Numbers, shapes counted as some, that are drawn before a pause may come. */
const SLICE_NUMBERS = 1500;
const SHAPE_NUMBERS = 30;
/** Rings whose corners are worked out before a pause may come. */
const SLICE_RINGS = 64;

/** A round number of at least `least`. */
function roundUp(least: number): number {
  const known = GRID_DEGREES.findLast((step) => step >= least);
  if (known && least > 0.5) return known;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}

export function paintNet(pen: Pen, camera: Camera, theme: Theme, isPlane: boolean): void {
  const { width, height, scale, ratio } = camera;
  const name = (value: number, positive: string, negative: string, digits: number): string => {
    if (isPlane) return `${+value.toPrecision(7)}`;
    const turned = positive === "E" ? ((((value + 180) % 360) + 360) % 360) - 180 : value;
    const sign = turned && Math.abs(turned) < 180 ? (turned > 0 ? positive : negative) : "";
    return `${Math.abs(turned).toFixed(digits)}°${sign}`;
  };
  const lines = (from: number, to: number, step: number, draw: (value: number, digits: number) => void): void => {
    const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    for (let at = Math.ceil(from / step); at <= to / step; at++) draw(at * step, digits);
  };
  const label = (text: string, x: number, y: number): void => {
    pen.strokeText(text, x, y);
    pen.fillText(text, x, y);
  };
  pen.lineWidth = 1;
  pen.font = `10px ${theme.font}`;
  pen.lineJoin = "round";
  const stroke = (x: number, y: number, toX: number, toY: number): void => {
    pen.strokeStyle = theme.line;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(toX, toY);
    pen.stroke();
    pen.strokeStyle = theme.paper;
    pen.fillStyle = theme.ink;
    pen.lineWidth = 3;
  };
  const [north, south] = isPlane ? [Infinity, -Infinity] : [90, -90];
  const top = Math.max(0, toY(camera, north));
  const bottom = Math.min(height, toY(camera, south));
  lines(fromX(camera, 0), fromX(camera, width), roundUp(MIN_GRID_PX / scale / ratio), (value, digits) => {
    const x = Math.round(toX(camera, value)) + 0.5;
    stroke(x, top, x, bottom);
    label(name(value, "E", "W", digits), x + 3, height - 5);
  });
  pen.textAlign = "end";
  const [low, high] = [Math.max(south, fromY(camera, height)), Math.min(north, fromY(camera, 0))];
  lines(low, high, roundUp(MIN_GRID_PX / scale), (value, digits) => {
    const y = Math.round(toY(camera, value)) + 0.5;
    stroke(0, y, width, y);
    label(name(value, "N", "S", digits), width - 4, y - 4);
  });
}

/** Paints a line or polygon; returns how many corners it has on the canvas. */
function* paintShape(
  pen: Pen,
  camera: Camera,
  theme: Theme,
  feature: Feature,
  { kind, rings }: Shape,
  isHot: boolean,
): Generator<void, number> {
  const style = styleOf(feature);
  const size: Scale = { scale: 1, most: camera.width + camera.height };
  const outlines: number[][] = [];
  let corners = 0;
  for (const ring of rings) {
    const outline = cornersOf(ring, camera);
    outlines.push(outline);
    corners += outline.length;
    if (outlines.length % SLICE_RINGS === 0) yield;
  }
  const cornerOf =
    (outline: number[]): Corner =>
    (index) => [outline[2 * index]!, outline[2 * index + 1]!];
  if (kind === AREA && !isHot) {
    const path = new Path2D();
    // As one outline: what counts is the whole picture.
    const all = outlines.length > 1 ? outlines.flat() : outlines[0]!;
    const stride = strideOf(all.length / 2, cornerOf(all), size);
    for (const outline of outlines) {
      trace(path, outline.length / 2, cornerOf(outline), stride);
      path.closePath();
    }
    pen.fillStyle = style.fill || theme.accent;
    pen.globalAlpha = style.fillOpacity;
    pen.fill(path, "evenodd");
    pen.globalAlpha = 1;
    if (corners > SLICE_NUMBERS) yield;
  }
  if (!isHot && !(style.width && style.strokeOpacity)) return corners;
  for (const outline of outlines) {
    pen.globalAlpha = isHot ? 1 : style.strokeOpacity;
    pen.lineWidth = style.width + (isHot ? 2 : 0);
    pen.lineJoin = pen.lineCap = "round";
    pen.strokeStyle = isHot ? theme.ink : style.stroke || theme.accent;
    yield* strokeInPieces(pen, outline.length / 2, cornerOf(outline), kind === AREA, size);
  }
  pen.globalAlpha = 1;
  return corners;
}

/** Dots; of those that fall on one pixel one is enough. */
export function* paintDots(
  pen: Pen,
  camera: Camera,
  theme: Theme,
  feature: Feature,
  { rings: [ring] }: Shape,
  isHot: boolean,
  taken?: Set<number>,
): Generator<void> {
  const { marker, radius } = styleOf(feature);
  pen.fillStyle = marker || theme.accent;
  pen.strokeStyle = isHot ? theme.ink : theme.paper;
  pen.lineWidth = isHot ? 2.5 : 1;
  for (let at = 0; at < ring!.length; at += 2) {
    const [x, y] = [toX(camera, ring![at]!), toY(camera, ring![at + 1]!)];
    if (at && at % SLICE_NUMBERS === 0) yield;
    if (x < -9 || y < -9 || x > camera.width + 9 || y > camera.height + 9) continue;
    const pixel = Math.round(y) * 8192 + Math.round(x);
    if (taken?.has(pixel)) continue;
    taken?.add(pixel);
    pen.beginPath();
    pen.arc(x, y, radius + (isHot ? 2 : 0), 0, 7);
    pen.fill();
    pen.stroke();
  }
}

/** Paints everything, or one feature only, highlighted. */
export function* paint(pen: Pen, camera: Camera, theme: Theme, atlas: Atlas, hot = -1): Generator<void> {
  let work = 0;
  const taken = new Set<number>();
  for (const kind of [AREA, LINE, POINT]) {
    for (const shape of atlas.shapes) {
      work++;
      if (shape.kind === kind && (hot < 0 || shape.feature === hot) && isSeen(camera, shape)) {
        const feature = atlas.features[shape.feature]!;
        work += SHAPE_NUMBERS;
        if (kind === POINT) yield* paintDots(pen, camera, theme, feature, shape, hot >= 0, taken);
        else work += yield* paintShape(pen, camera, theme, feature, shape, hot >= 0);
      }
      if (work < SLICE_NUMBERS) continue;
      work = 0;
      yield;
    }
  }
}
