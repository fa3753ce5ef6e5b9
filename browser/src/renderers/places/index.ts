/**
 * Where else the page of frames is. Hosts of npm packages give `.html` out as text, but an SVG as it is. A bundler may not
 * bring such files along, and its server answers with another page: then the page is made of its text. Where a policy forbids
 * its script, which such a page has to obey, a file remains.
 */

const asText = (): string => URL.createObjectURL(new Blob([__PAGE__], { type: "text/html" }));
// Bundlers look for exactly these forms.
const bundled = [
  asText,
  (): string => new URL("../frame.html", import.meta.url).href,
  (): string => new URL("../frame.svg", import.meta.url).href,
];

let others: (() => string)[] | undefined;
let place: string | undefined;

/** The place after `failed`, the same for all who ask, which is empty where there is none yet; empty after the last. */
export function placeAfter(failed: string): string {
  // Another frame may have gone on meanwhile.
  if (place !== undefined && place !== failed) return place;
  // A busy page may not have heard the first.
  others ??= failed ? [() => failed.replace(/html$/, "svg"), asText, () => failed] : [...bundled, asText];
  place = others.shift()?.();
  if (place === undefined) others = undefined;
  return place ?? "";
}
