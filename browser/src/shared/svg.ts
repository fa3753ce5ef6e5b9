/** SVG before an engine gets it as a picture. */

import { SVG_MAX_COMMENTS } from "./spec.ts";

/** Comments and processing instructions. The end of the text ends one that is not closed, so that each is searched for once. */
const COMMENTS = /<!--[^]*?(?:-->|$)|<\?[^]*?(?:\?>|$)/g;

/** The text without its comments and instructions if they are many. */
export const pruneComments = (svg: string): string =>
  svg.split(/<!--|<\?/, SVG_MAX_COMMENTS + 2)[SVG_MAX_COMMENTS + 1] === undefined ? svg : svg.replace(COMMENTS, "");

/** Bytes in `%` notation; a `%` that begins none is text, as in an address that nobody encoded. */
const decoder = new TextDecoder();
const decodePercent = (text: string): string =>
  text.replace(/(?:%[\da-f]{2})+/gi, (run) =>
    decoder.decode(Uint8Array.from(run.slice(1).split("%"), (byte) => parseInt(byte, 16))),
  );

/**
 * The SVG in an address `data:image/svg+xml…`; other text, and what cannot be decoded, unchanged. Browsers end the data at
 * `#`; here it is text, as in `fill="#fa0"`.
 */
export function textOfAddress(address: string): string {
  const [, base64, data] = /^\s*data:image\/svg[^,]*?(;\s*base64\s*)?,([^]*)$/i.exec(address) ?? [];
  if (data === undefined) return address;
  const text = decodePercent(data);
  try {
    return base64 ? decoder.decode(Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0))) : text;
  } catch {
    return address;
  }
}

/** The SVG with a namespace, without which it is no picture: a root without a prefix has to name it. */
export const withNamespace = (svg: string): string =>
  svg.replace(/<svg(?=[\s/>])([^<]*)/, (root, rest: string) =>
    rest.includes("xmlns=") ? root : `<svg xmlns="http://www.w3.org/2000/svg"${rest}`,
  );

/** An address of an SVG as an image. */
export const addressOf = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg.toWellFormed())}`;
