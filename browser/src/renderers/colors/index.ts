/** Colours that outputs bring along: console text on grounds, HTML and the page's theme. */

export { adapt } from "./adapt.ts";
export { looks } from "./contrast.ts";
