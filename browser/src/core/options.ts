import type { Messages } from "./messages.ts";

/** Options of a call; `BackendAI.options` holds a page's defaults. */
export interface Options {
  /** `handle_all`, `open`: continue the result instead of replacing it. */
  append?: boolean;
  /** Whose state (display ids, drawings) the result shares: any string or object; by default its container. */
  scope?: unknown;
  /** What may run in frames: bundled chart renderers (`data`), nothing, or scripts from outputs too. */
  active?: "data" | "none" | "sandbox" | { sandbox: true; hosts?: readonly string[] };
  /** Ranks of types in mimebundles that differ from the default; the highest wins. */
  rank?: Readonly<Record<string, number>>;
  /** Texts of the interface that differ from the default. */
  messages?: Messages;
  sanitize?: {
    /** Origins or hosts that HTML may load images and media from (default: none, a placeholder loads on a click). */
    hosts?: readonly string[];
    /** Longest HTML, in UTF-16 units, that is shown as HTML without asking (default 1,000,000). */
    limit?: number;
  };
  /** Colours of console text are moved in lightness until they are readable (default true). */
  readable?: boolean;
}
