/** SVG before an engine gets it as a picture. */

import { SVG_MAX_COMMENTS } from "./spec.ts";

/** Comments and processing instructions. The end of the text ends one that is not closed, so that each is searched for once. */
const COMMENTS = /<!--[^]*?(?:-->|$)|<\?[^]*?(?:\?>|$)/g;

/** The text without its comments and instructions if they are many. */
export const pruneComments = (svg: string): string =>
  svg.split(/<!--|<\?/, SVG_MAX_COMMENTS + 2)[SVG_MAX_COMMENTS + 1] === undefined ? svg : svg.replace(COMMENTS, "");

/** The SVG in an address `data:image/svg+xml…`; other text, and what cannot be decoded, unchanged. */
export function textOfAddress(address: string): string {
  const [, base64, data] = /^\s*data:image\/svg[^,]*?(;\s*base64\s*)?,([^]*)$/i.exec(address) ?? [];
  if (data === undefined) return address;
  try {
    const text = decodeURIComponent(data);
    return base64 ? new TextDecoder().decode(Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0))) : text;
  } catch {
    return address;
  }
}

/** An address of an SVG as an image. */
export const addressOf = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg.toWellFormed())}`;
