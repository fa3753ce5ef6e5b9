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

/** What gives the places after the first, which a busy page may not have heard, or all where there is none. */
export const placesAfter = (first: string): (() => string)[] =>
  first ? [() => first.replace(/html$/, "svg"), asText, () => first] : [...bundled, asText];
