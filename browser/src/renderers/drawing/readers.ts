/** Readers for incoming values, which are untrusted. */

import { type Curve, createCurve } from "./geometry.ts";
import {
  DRAWING_MAX_FONT_PX,
  DRAWING_MAX_NUMBER,
  DRAWING_MAX_POLYGON_NUMBERS,
  DRAWING_MAX_SIDE_PX,
  DRAWING_MAX_TEXT_LENGTH,
  DRAWING_WORDS,
} from "../../shared/spec.ts";

export type Read = (name: string, value: unknown, pictures: Map<string, Picture>) => unknown;
export type Font = readonly [family: string, size: number, style: string];

/** No colour. */
export const TRANSPARENT = "#ffffff00";

/** A number as texts show it. */
export const count = (amount: number): string => amount.toLocaleString("en");
const shown = (value: unknown): string => {
  const text = (JSON.stringify(value) ?? `${value}`).slice(0, 61);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};
const wrong = (name: string, wanted: string, value: unknown): Error =>
  new Error(`${name} must be ${wanted}; got ${shown(value)}`);

export function number(name: string, value: unknown): number {
  if (typeof value === "boolean") value = +value;
  if (typeof value === "number" && value >= -DRAWING_MAX_NUMBER && value <= DRAWING_MAX_NUMBER) return value;
  throw wrong(name, "a number between ±1e9", Number.isNaN(value) ? "NaN" : value);
}

export function side(name: string, value: unknown): number {
  const given = number(name, value);
  if (given > 0 && given <= DRAWING_MAX_SIDE_PX) return given;
  throw wrong(name, `from 1 to ${count(DRAWING_MAX_SIDE_PX)}`, value);
}

/** Colours by how they were written, as `#rrggbbaa`. */
const colors = new Map<string, string>();
let probe: CanvasRenderingContext2D | undefined;

export function color(name: string, value: unknown): string {
  const known = colors.get(value as string);
  if (known) return known;
  let text = typeof value === "string" && value.length < 40 ? value.trim().toLowerCase() : "";
  if (text === "transparent") text = TRANSPARENT;
  if (/^[a-z]{3,20}$/.test(text)) {
    probe ??= document.createElement("canvas").getContext("2d")!;
    probe.fillStyle = "#00000000";
    probe.fillStyle = text;
    text = probe.fillStyle;
  }
  if (/^#[\da-f]{3,4}$/.test(text)) text = text.replace(/[\da-f]/g, "$&$&");
  if (text.length === 7) text += "ff";
  if (!/^#[\da-f]{8}$/.test(text)) throw wrong(name, "a colour like #rrggbbaa", value);
  if (colors.size > 9999) colors.clear();
  colors.set(value as string, text);
  return text;
}

export function points(name: string, value: unknown): number[] {
  if (!Array.isArray(value)) throw wrong(name, "a list of points", value);
  const flat: number[] = [];
  for (const one of value) {
    if (!Array.isArray(one)) flat.push(number(name, one));
    else if (one.length === 2) flat.push(number(name, one[0]), number(name, one[1]));
    else throw wrong(name, "pairs", one);
  }
  if (flat.length % 2) throw new Error(`${name} must be pairs; got ${flat.length} numbers`);
  if (flat.length > DRAWING_MAX_POLYGON_NUMBERS)
    throw new Error(`${name} must be at most ${count(DRAWING_MAX_POLYGON_NUMBERS)} numbers; got ${count(flat.length)}`);
  return flat;
}

export function text(name: string, value: unknown): string {
  if (typeof value === "string" && value.length <= DRAWING_MAX_TEXT_LENGTH) return value;
  throw new Error(`${name} must be text of at most ${count(DRAWING_MAX_TEXT_LENGTH)} characters`);
}

export function path(name: string, value: unknown): Curve {
  const d = text(name, value);
  if (/^\s*(?:[Mm][MmLlHhVvCcSsQqTtAaZz\deE+\-.,\s]*)?$/.test(d)) return createCurve(d);
  throw wrong(name, "SVG path data", value);
}

export function font(name: string, value: unknown): Font {
  const [family, size = 16, style = "normal"] = (Array.isArray(value) ? value : [value]) as unknown[];
  if (typeof family !== "string" || !/^[\p{L}\p{N}_ ,-]{1,100}$/u.test(family)) throw wrong(name, "a family", value);
  const height = number(`${name}: the size`, size);
  if (height <= 0 || height > DRAWING_MAX_FONT_PX)
    throw wrong(`${name}: the size`, `from 1 to ${count(DRAWING_MAX_FONT_PX)}`, size);
  return [family, height, among(...DRAWING_WORDS.style)(`${name}: the style`, style)];
}

export const among =
  (...words: string[]) =>
  (name: string, value: unknown): string => {
    if (words.includes(value as string)) return value as string;
    throw wrong(name, `one of ${words.join(", ")}`, value);
  };
export const size: Read = (name, value) => Math.max(0, number(name, value));
export const unit: Read = (name, value) => Math.min(1, Math.max(0, number(name, value)));
export const flag: Read = (name, value) => number(name, value) !== 0;

/** An id of a canvas or an object. */
export function readKey(value: unknown): unknown {
  if (typeof value === "boolean") return +value;
  if (Number.isInteger(value) || typeof value === "string") return value;
  throw new Error(`an id must be a whole number or text; got ${JSON.stringify(value)}`);
}

export interface Picture {
  readonly href: string;
  bitmap?: ImageBitmap;
  /** Settles when it is decoded, or cannot be. */
  loading?: Promise<void>;
}

const DATA = /^data:(image\/(?:png|jpeg|gif|webp|avif|bmp));base64,([A-Za-z0-9+/]+={0,2})$/;

export function pictureOf(name: string, value: unknown, pictures: Map<string, Picture>): Picture {
  const known = pictures.get(value as string);
  if (known) return known;
  if (typeof value !== "string" || !DATA.test(value))
    throw new Error(`${name} must be a data URI of a png, jpeg, gif, webp, avif or bmp`);
  const made = { href: value };
  pictures.set(value, made);
  return made;
}

/** Decodes from bytes, which no page policy forbids. An undecodable picture stays invisible. */
export function loadPicture(picture: Picture): Promise<void> {
  return (picture.loading ??= (async () => {
    try {
      const [head, text] = picture.href.split(",") as [string, string];
      const binary = atob(text);
      const bytes = new Uint8Array(binary.length);
      for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
      const type = head.slice("data:".length, -";base64".length);
      picture.bitmap = await createImageBitmap(new Blob([bytes], { type }));
    } catch {
      // Nothing to show.
    }
  })());
}
