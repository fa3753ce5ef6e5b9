/** What a page and the worker of its kernel say to each other. */

/** `kernel.json`: what is in the kernel's folder. */
export interface About {
  python: string;
  /** What Pyodide says of itself, which it compares. */
  info: object;
  /** Names of files to unpack where Python finds packages. */
  archives: string[];
  files: Record<string, { bytes: number; integrity: string }>;
}

/**
 * How the worker hears from the page while Python runs, which keeps it from receiving messages:
 * by memory that both share, which needs an isolated page; by synchronous requests that the page's service worker answers; or
 * not at all, but for a blob that the page revokes to interrupt. There only a Python that can be suspended (JSPI) can ask.
 */
export type Wire =
  | { kind: "shared"; buffer: SharedArrayBuffer }
  | { kind: "service"; address: string }
  | { kind: "loose" };

/** A file for programs: its path below the working directory, and where it is. */
export interface DataFile {
  path: string;
  url: string;
}

export type ToWorker =
  | {
      kind: "start";
      /** The kernel's folder, ending with a slash. */
      base: string;
      about: About;
      /** The files themselves, where they cannot be fetched. */
      carried?: Record<string, ArrayBuffer>;
      wire: Wire;
      data: DataFile[];
    }
  /** `token` is the address of a blob that is revoked to interrupt. */
  | { kind: "run"; run: number; code: string; cell: string; token: string }
  | { kind: "reply"; text: string }
  /** Of a drawing, as JSON. */
  | { kind: "event"; event: string }
  | { kind: "interrupt"; run: number };

export type FromWorker =
  | { kind: "progress"; part: number }
  | { kind: "ready" }
  | { kind: "failed"; reason: string }
  /** `canInterrupt`: whether the worker can see that its run is to be interrupted. */
  | { kind: "started"; run: number; canInterrupt: boolean }
  /** `items` is a JSON list. */
  | { kind: "items"; run: number; items: string }
  | { kind: "stream"; run: number; name: string; text: string }
  | { kind: "asks"; run: number; prompt: string; password: boolean }
  /** The service worker has given it so many events. */
  | { kind: "heard"; run: number; events: number }
  /** It has seen that it is to be interrupted. */
  | { kind: "interrupted"; run: number }
  | { kind: "ended"; run: number; ok: boolean };

/**
 * Places in the shared memory, as 32-bit integers; the text of a reply follows as UTF-8, and then events, one behind the other:
 * the page writes at `EVENTS_END`, the worker reads at `EVENTS_BEGIN`, both counted in bytes since the beginning.
 */
export const REPLY = 0;
export const INTERRUPT = 1;
export const LENGTH = 2;
export const EVENTS_BEGIN = 3;
export const EVENTS_END = 4;
export const TEXT_START = 32;
const TEXT_BYTES = (1 << 18) - TEXT_START;
export const EVENTS_START = TEXT_START + TEXT_BYTES;
/** A power of two, so that counters can overflow. */
export const EVENTS_BYTES = 1 << 15;
export const SHARED_BYTES = EVENTS_START + EVENTS_BYTES;
export const NONE = 0;
export const GIVEN = 1;
