/** Types of the npm package, beside `backendai-media.d.ts`. */

import type { BackendAI } from "../types/backendai-media.js";

export type * from "../types/backendai-media.js";
export declare const Media: BackendAI["Media"];
export declare const loadWebterm: BackendAI["loadWebterm"];
/** Options of every call that does not set its own. */
export declare const options: BackendAI["options"];
export declare const version: string;
