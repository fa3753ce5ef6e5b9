/** Select Graphic Rendition (ECMA-48 8.3.117, ITU-T T.416 colours) and OSC 8 links. */

import { ANSI_COLORS } from "../../shared/spec.ts";
import { parseUrl } from "../../shared/text.ts";

const FLAGS = {
  1: "bold",
  2: "dim",
  3: "italic",
  4: "underline",
  7: "inverse",
  8: "conceal",
  9: "strike",
  21: "underline",
} as const;
type Flags = typeof FLAGS;
type Flag = Flags[keyof Flags];

export interface Style extends Partial<Record<Flag, boolean>> {
  /** CSS colours. */
  fg?: string;
  bg?: string;
  /** Address of a link. */
  link?: string;
}

/** Those beyond any code or colour are as good as 255. */
const number = (text: string): number => Math.min(+text, 255);

const rgb = (...channels: number[]): string => `rgb(${channels.map((channel) => channel || 0)})`;

/** xterm's 256 colours: the palette, a cube of 6 × 6 × 6, 24 greys. */
const indexed = (index: number): string => {
  if (index < 16) {
    const [light, dark] = ANSI_COLORS[index]!;
    return `var(--backendai-ansi-${index}, light-dark(${light}, ${dark}))`;
  }
  if (index > 231) return rgb(...Array<number>(3).fill(index * 10 - 2312));
  const level = (step: number) => step && (step % 6) * 40 + (step % 6 && 55);
  return rgb(...[36, 6, 1].map((place) => level(Math.floor((index - 16) / place))));
};

/** The style after `parameters`, the text between `CSI` and `m`. */
export function select(style: Style, parameters: string): Style {
  let next = { ...style };
  const fields = parameters.split(";");
  for (let at = 0; at < fields.length;) {
    const parts = fields[at++]!.split(":").map(number);
    const [code = 0, sub] = parts;
    const plane = code % 20 < 10 ? "bg" : "fg";
    if (!code) next = style.link ? { link: style.link } : {};
    else if (code === 38 || code === 48 || code === 58) {
      // Colons keep a colour in one field; semicolons spread it over the next ones.
      const spread = parts.length > 1 ? 0 : fields[at] === "5" ? 2 : 4;
      const color = spread ? fields.slice(at, at + spread).map(number) : parts.slice(1);
      at += spread;
      if (code !== 58)
        next[plane] = color[0] === 5 ? indexed(color[1] ?? 0) : rgb(...color.slice(color.length > 4 ? -3 : 1));
    } else if (code === 4 && sub === 0) delete next.underline;
    else if (code in FLAGS) next[FLAGS[code as keyof Flags]] = true;
    else if (code < 30) {
      if (code === 22) delete next.bold;
      delete next[FLAGS[(code - 20) as keyof Flags]];
    } else if (code === 39 || code === 49) delete next[plane];
    else if (code < 48) next[plane] = indexed(code % 10);
    else if (code > 89 && code < 108 && code % 10 < 8) next[plane] = indexed((code % 10) + 8);
  }
  return next;
}

/** The target of an OSC 8 link; `undefined` for other schemes and relative addresses. */
export function linkOf(address: string): string {
  const url = parseUrl(address);
  return url && /^(https?|mailto):$/.test(url.protocol) ? url.href : "";
}
