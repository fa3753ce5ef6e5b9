/** The elements, with what they need. */

import "./index.ts";

export { createStream } from "../element/index.ts";
