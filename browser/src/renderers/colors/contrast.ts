/** Text that can be read on its ground: WCAG 2's contrast of 4.5, by moving the text's colour towards black or white. */

import { CSS_FOREGROUND, CSS_BACKGROUND } from "../../shared/spec.ts";

/** Red, green and blue, from 0 to 255. */
export type Color = readonly number[];

/** WCAG 2.2, 1.4.3 (AA). */
export const MIN_CONTRAST = 4.5;
/** A colour's steps to black or white. */
const STEPS = 16;
/** What dim text has of its own colour; the rest is the ground's. */
const DIM = 0.75;

/** The grounds of streams without one: that of stderr, which lowers the contrast most. */
const GROUND = "#fff5f4 #271b1d";

/** How much light each value of a channel gives. */
const LIGHT = Array.from({ length: 256 }, (_, value) =>
  value > 10 ? ((value / 255 + 0.055) / 1.055) ** 2.4 : value / 3294.6,
);

const luminance = ([red, green, blue]: Color): number =>
  0.2126 * LIGHT[red!]! + 0.7152 * LIGHT[green!]! + 0.0722 * LIGHT[blue!]! + 0.05;

export const mix = (one: Color, other: Color, part: number): Color =>
  one.map((value, i) => Math.floor(value + (other[i]! - value) * part + 0.5));

export function contrast(one: Color, other: Color): number {
  const [a, b] = [luminance(one), luminance(other)];
  return Math.max(a, b) / Math.min(a, b);
}

/** A colour in light and in dark, of the forms that `sgr.ts` writes; one that is malformed is the text's own. */
function pairOf(css: string): Color[] {
  const found = css.match(/#\w+|\d+,\d+,\d+/g);
  if (!found) return pairOf(CSS_FOREGROUND);
  const [light, dark = light] = found.map((one) =>
    one[0] === "#"
      ? one
          .slice(1)
          .replace(/^...$/, (short) => short.replace(/./g, "$&$&"))
          .match(/../g)!
          .map((pair) => parseInt(pair, 16))
      : one.split(",").map(Number),
  );
  return [light!, dark!];
}

function adjust(text: Color, ground: Color): Color {
  const behind = luminance(ground);
  const ends = luminance(text) < behind ? [0, 255] : [255, 0];
  for (const end of ends) {
    for (let step = 0; step <= STEPS; step++) {
      const moved = mix(text, [end, end, end], step / STEPS);
      const light = luminance(moved);
      if (Math.max(light, behind) >= MIN_CONTRAST * Math.min(light, behind)) return moved;
    }
  }
  return text;
}

/** The colour of text on a ground; unchanged where it can be read, or is to be hidden. */
export function readable(text: string, ground = GROUND, isDim?: boolean): string {
  if (text === ground) return text;
  const grounds = pairOf(ground);
  const sent = pairOf(text);
  const seen = sent.map((color, side) => adjust(isDim ? mix(grounds[side]!, color, DIM) : color, grounds[side]!));
  return `${seen}` === `${sent}` ? text : `light-dark(${seen.map((color) => `rgb(${color})`).join(", ")})`;
}

/** As `console/sgr.ts` has it, as far as it matters here. */
interface Style {
  fg?: string | undefined;
  bg?: string | undefined;
  dim?: boolean | undefined;
  inverse?: boolean;
}

/** Styles of text, and of what is drawn with characters: that keeps its colours. */
export function looks({ inverse, dim, ...style }: Style): [text: Style, pictures?: Style] {
  const fg = inverse ? (style.bg ?? CSS_BACKGROUND) : style.fg;
  const bg = inverse ? (style.fg ?? CSS_FOREGROUND) : style.bg;
  const text = fg ?? (bg && CSS_FOREGROUND);
  if (!text) return [{ dim, ...style }];
  const seen = readable(text, bg, dim);
  return seen === text
    ? [{ ...style, fg: text, bg }]
    : [
        { ...style, fg: seen, bg },
        { dim, ...style, fg, bg },
      ];
}

/** Lines, blocks, Braille, Powerline. */
looks.pictures = /([\u2500-\u259f\u2800-\u28ff\ue0a0-\ue0d7\u{1fb00}-\u{1fbff}]+)/u;
