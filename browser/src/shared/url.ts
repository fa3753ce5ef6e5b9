/** Addresses. `URL.parse` is newer than the supported browsers. */

/** The address, or `undefined` where the text is not one. */
export const parseUrl = (text: string, base?: string): URL | undefined =>
  URL.canParse(text, base) ? new URL(text, base) : undefined;
