/** SVG before an engine gets it as a picture. */

/**
 * Comments and processing instructions. Engines read many of them before or after the root element in a time that grows with
 * the square of their number. The end of the text ends one that is not closed, so that each is searched for once.
 */
const COMMENTS = /<!--[^]*?(?:-->|$)|<\?[^]*?(?:\?>|$)/g;
/** More than these are left out. */
const MAX_COMMENTS = 1_000;

/** The text without its comments and instructions if they are many. */
export const pruneComments = (svg: string): string =>
  svg.split(/<!--|<\?/, MAX_COMMENTS + 2)[MAX_COMMENTS + 1] === undefined ? svg : svg.replace(COMMENTS, "");

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
