/** Objects on a 2D context, as docs/drawing.md has their geometry. */

import type { Box } from "./objects.ts";
import { bounds, center } from "./geometry.ts";
import { type Corner, type Scale, strideOf, strokeInPieces, trace } from "../../shared/outline.ts";
import type { State } from "./shapes.ts";

type Ink = CanvasRenderingContext2D;

const RADIANS = Math.PI / 180;
/** Lines of a text that are painted, and UTF-16 units of each: as many as the widest canvas shows. */
const MAX_LINES = 1000;
const MAX_LINE_UNITS = 10_000;
const linesOf = (text: string): string[] => text.split("\n", MAX_LINES).map((line) => line.slice(0, MAX_LINE_UNITS));
const GENERIC = /^(?:serif|sans-serif|monospace|cursive|fantasy|system-ui|ui-[a-z]+|math|emoji)$/;

const isSeen = (color: string): boolean => !color.endsWith("00");

/** CSS's shorthand; families that are not generic are quoted, as some would not be names without. */
const fontOf = ([family, size, style]: State["font"]): string => {
  const families = family.split(",").map((one) => (GENERIC.test(one.trim()) ? one.trim() : `"${one.trim()}"`));
  return `${style} ${size}px ${families.join(",")}`;
};

/** Around what an object turns. */
export const pivot = ({ kind, x, y, u, v, points }: State): readonly [number, number] =>
  kind === "line" ? [(x + u) / 2, (y + v) / 2] : kind === "polygon" ? center(points) : [x, y];

/** The corners of a triangle that is wider on all sides: seen from the middle of its inner circle it is larger. */
export function corners({ x, y, u, v }: State, more = 0): number[] {
  const inner = (u * v) / (u + Math.hypot(u, 2 * v)) || 0;
  const scale = more && (inner + more) / inner;
  const [across, up, down] = more ? [(u / 2) * scale, (v - inner) * scale, inner * scale] : [u / 2, v - inner, inner];
  const middle = y + v / 2 - inner;
  return [x - across, middle + down, x, middle - up, x + across, middle + down];
}

/** Adds straight lines to the path, turned by hand: transforming the canvas takes longer. */
function lines(ink: Ink, points: readonly number[], state: State): void {
  const [atX, atY] = state.angle % 360 ? pivot(state) : [0, 0];
  const [sin, cos] = state.angle % 360 ? [Math.sin(state.angle * RADIANS), Math.cos(state.angle * RADIANS)] : [0, 1];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i]! - atX, points[i + 1]! - atY];
    if (i) ink.lineTo(atX + x * cos - y * sin, atY + x * sin + y * cos);
    else ink.moveTo(atX + x * cos - y * sin, atY + x * sin + y * cos);
  }
}

/** Adds an object's outline to the path; `more`: that of a circle, rectangle or triangle wider on all sides. */
function outline(ink: Ink, state: State, more = 0): void {
  const { kind, x, y, u, v, angle } = state;
  if (kind === "line") return lines(ink, [x, y, u, v], state);
  if (kind === "circle") ink.arc(x, y, u + more, 0, 2 * Math.PI);
  else if (kind === "rect") {
    const [across, down] = [u / 2 + more, v / 2 + more];
    if (angle % 360 === 0) return ink.rect(x - across, y - down, 2 * across, 2 * down);
    lines(ink, [x - across, y - down, x + across, y - down, x + across, y + down, x - across, y + down], state);
  } else if (kind === "triangle") lines(ink, corners(state, more), state);
  else if (kind === "polygon") lines(ink, state.points, state);
  else {
    const extent = Math.max(-360, Math.min(360, state.extent));
    ink.arc(x, y, u, (v + angle) * RADIANS, (v + angle + extent) * RADIANS, extent < 0);
    if (state.text === "pie") ink.lineTo(x, y);
    if (state.text === "open") return;
  }
  ink.closePath();
}

/** Whether a border is the same as the area between two outlines, which takes half the time of a line along one. */
export function hasSimpleBorder({ kind, u, v, width, stroke, fill }: State): boolean {
  if (!stroke.endsWith("ff") || !(fill.endsWith("ff") || !isSeen(fill)) || !width) return false;
  if (kind === "triangle") return v < 4 * u && u < 9 * v && (u * v) / (u + Math.hypot(u, 2 * v)) > width / 2;
  return (kind === "circle" && 2 * u > width) || (kind === "rect" && Math.min(u, v) > width);
}

function write(ink: Ink, { text, font, align, stroke }: State): void {
  ink.font = fontOf(font);
  ink.textAlign = align;
  ink.fillStyle = stroke;
  linesOf(text).forEach((line, index) => line && ink.fillText(line, 0, index * 1.2 * font[1]));
}

/** Paints with the origin where the object turns. */
function paintPlaced(ink: Ink, state: State): void {
  const { kind, x, y, u, v, angle, curve, picture, stroke, fill, width } = state;
  ink.save();
  ink.translate(x, y);
  ink.rotate(angle * RADIANS);
  if (kind === "text") write(ink, state);
  else if (curve) {
    ink.fillStyle = fill;
    if (isSeen(fill)) ink.fill(curve.path, "evenodd");
    ink.strokeStyle = stroke;
    ink.lineWidth = width;
    ink.lineCap = ink.lineJoin = "round";
    if (width && isSeen(stroke)) ink.stroke(curve.path);
  } else if (picture!.bitmap && u && v) ink.drawImage(picture!.bitmap, -u / 2, -v / 2, u, v);
  ink.restore();
}

/** Corners of a polygon above which it is painted in pieces. */
const MAX_WHOLE_CORNERS = 500;

/** Whether an object takes long: it is not moved, and painted by `paintInPieces`. */
export const isHeavy = ({ points }: State): boolean => points.length > 2 * MAX_WHOLE_CORNERS;

/** The corners of a polygon, turned by hand: transforming the canvas takes longer. */
function cornersOf(state: State): Corner {
  const { points, angle } = state;
  if (angle % 360 === 0) return (index) => [points[2 * index]!, points[2 * index + 1]!];
  const [atX, atY] = pivot(state);
  const [sin, cos] = [Math.sin(angle * RADIANS), Math.cos(angle * RADIANS)];
  return (index) => {
    const [x, y] = [points[2 * index]! - atX, points[2 * index + 1]! - atY];
    return [atX + x * cos - y * sin, atY + x * sin + y * cos];
  };
}

/**
 * Paints a heavy object, yielding now and then. Where it shines through, it is painted on a
 * canvas of its own first.
 */
export function* paintInPieces(ink: Ink, state: State): Generator<undefined, void> {
  const { visible, opacity, points, fill, stroke, width } = state;
  if (!visible || !opacity) return;
  const { canvas } = ink;
  const transform = ink.getTransform();
  const target = opacity < 1 ? createInk(canvas.width, canvas.height) : ink;
  if (target !== ink) target.setTransform(transform);
  const count = points.length / 2;
  const corner = cornersOf(state);
  const size: Scale = { scale: transform.a, most: canvas.width + canvas.height };
  if (isSeen(fill)) {
    const path = new Path2D();
    trace(path, count, corner, strideOf(count, corner, size));
    path.closePath();
    target.fillStyle = fill;
    target.fill(path, "evenodd");
    yield;
  }
  if (width && isSeen(stroke)) {
    target.strokeStyle = stroke;
    target.lineWidth = width;
    target.lineCap = target.lineJoin = "round";
    yield* strokeInPieces(target, count, corner, true, size);
  }
  if (target === ink) return;
  ink.setTransform(1, 0, 0, 1, 0, 0);
  ink.globalAlpha = opacity;
  ink.drawImage(target.canvas, 0, 0);
  ink.globalAlpha = 1;
  ink.setTransform(transform);
}

function createInk(width: number, height: number): Ink {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  return canvas.getContext("2d")!;
}

/** Paints at full opacity. */
function paintSolid(ink: Ink, state: State): void {
  const { kind, width, stroke, fill } = state;
  if (kind === "path" || kind === "text" || kind === "image") return paintPlaced(ink, state);
  if (hasSimpleBorder(state)) {
    const hasInside = isSeen(fill);
    ink.fillStyle = stroke;
    ink.beginPath();
    outline(ink, state, width / 2);
    if (hasInside) {
      ink.fill();
      ink.fillStyle = fill;
      ink.beginPath();
    }
    outline(ink, state, -width / 2);
    ink.fill("evenodd");
    return;
  }
  ink.beginPath();
  outline(ink, state);
  if (isSeen(fill) && kind !== "line") {
    ink.fillStyle = fill;
    ink.fill("evenodd");
  }
  if (width && isSeen(stroke)) {
    ink.strokeStyle = stroke;
    ink.lineWidth = width;
    ink.lineCap = kind === "arc" || (kind === "line" && width > 2) ? "round" : "butt";
    ink.lineJoin = kind === "rect" || kind === "triangle" ? "miter" : "round";
    ink.stroke();
  }
}

let scratch: Ink | undefined;

/** Paints an object. What shines through does so as a whole, its border not through its inside. */
export function paint(ink: Ink, state: State): void {
  const { opacity, fill, stroke, width, kind } = state;
  if (!state.visible || !opacity) return;
  if (opacity === 1) return paintSolid(ink, state);
  ink.globalAlpha = opacity;
  if (!(isSeen(fill) && isSeen(stroke) && width) || kind === "text") paintSolid(ink, state);
  else {
    const { canvas } = ink;
    scratch ??= document.createElement("canvas").getContext("2d")!;
    const transform = ink.getTransform();
    const [left, top, right, bottom] = boxOf(state);
    const clamp = (value: number, scale: number, most: number) => Math.max(0, Math.min(most, value * scale));
    const x = Math.floor(clamp(left, transform.a, canvas.width));
    const y = Math.floor(clamp(top, transform.d, canvas.height));
    const across = Math.ceil(clamp(right, transform.a, canvas.width)) - x;
    const down = Math.ceil(clamp(bottom, transform.d, canvas.height)) - y;
    if (across > 0 && down > 0) {
      scratch.canvas.width = across;
      scratch.canvas.height = down;
      scratch.setTransform(transform.a, 0, 0, transform.d, -x, -y);
      paintSolid(scratch, state);
      ink.setTransform(1, 0, 0, 1, 0, 0);
      ink.drawImage(scratch.canvas, x, y);
      ink.setTransform(transform);
    }
  }
  ink.globalAlpha = 1;
}

/** The box that holds all of an object's pixels, or a larger one. */
export function boxOf(state: State): Box {
  const { kind, x, y, u, v, width, angle, curve } = state;
  const turns = angle % 360 !== 0;
  let [left, top, right, bottom] = [x, y, x, y];
  // Half of it, a round end, a corner's point, and what antialiasing adds.
  let more = (kind === "triangle" ? 5.5 : 1) * width + 1;
  switch (kind) {
    case "line":
      [left, top, right, bottom] = [Math.min(x, u), Math.min(y, v), Math.max(x, u), Math.max(y, v)];
      break;
    case "polygon":
      [left, top, right, bottom] = bounds(state.points);
      break;
    case "circle":
    case "arc":
      more += u;
      break;
    case "path":
      more += curve!.reach;
      break;
    case "text":
      more = reachOf(state);
      break;
    default:
      [left, top, right, bottom] = [x - u / 2, y - v / 2, x + u / 2, y + v / 2];
  }
  if (turns && kind !== "circle" && kind !== "arc" && kind !== "path" && kind !== "text") {
    const [atX, atY] = [(left + right) / 2, (top + bottom) / 2];
    more += Math.hypot(right - left, bottom - top) / 2;
    [left, top, right, bottom] = [atX, atY, atX, atY];
  }
  return [left - more, top - more, right + more, bottom + more];
}

let measure: Ink | undefined;

/** A text's distance from its origin. */
function reachOf({ text, font }: State): number {
  measure ??= document.createElement("canvas").getContext("2d")!;
  measure.font = fontOf(font);
  const lines = linesOf(text);
  const longest = Math.max(...lines.map((line) => measure!.measureText(line).width));
  return Math.hypot(longest, lines.length * 1.2 * font[1]) + 2 * font[1];
}
