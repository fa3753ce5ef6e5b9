/** How console text of a style looks, so that it can be read. */

import { CSS_BACKGROUND, CSS_FOREGROUND } from "../../shared/spec.ts";
import { readable } from "./contrast.ts";

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
