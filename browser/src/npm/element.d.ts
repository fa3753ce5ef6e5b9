/** Defines `<backendai-output>` and `<backendai-terminal>`, in a page. */

import type { OutputStream } from "../types/backendai-media.js";

export type * from "../types/backendai-media.js";
export declare function createStream(): OutputStream;
