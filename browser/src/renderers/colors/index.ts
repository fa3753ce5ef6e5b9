/** Colours that outputs bring along: text that can be read on any ground. */

export { looks } from "./looks.ts";
