/** `<backendai-output>` and `<backendai-terminal>`: a script beside the entry, and part of the npm package. */

import { createOutput } from "./output.ts";
import { createTerminal } from "./terminal.ts";

export { createStream } from "./stream.ts";

// Nothing where there is no page: the npm package is also imported by servers.
if (typeof HTMLElement !== "undefined" && !customElements.get("backendai-output")) {
  customElements.define("backendai-output", createOutput());
  customElements.define("backendai-terminal", createTerminal());
}
