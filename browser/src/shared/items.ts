/** The normal form of outputs; docs/normal-form.md is its specification. */

import type { Metadata } from "../backendai-media.d.ts";

export type { Metadata };
export { typeName } from "./media-types.ts";
export type Bundle = Record<string, unknown>;

export interface StreamItem {
  kind: "stream";
  name: "stdout" | "stderr";
  text: string;
}
export interface MediaItem {
  kind: "media";
  data: Bundle;
  metadata: Metadata;
  display_id?: string;
}
export interface ErrorItem {
  kind: "error";
  name: string;
  message: string;
  traceback: string[];
}
export interface LogItem {
  kind: "log";
  level: string | number;
  time: string | number;
  logger: string | number;
  message: string | number;
}
export interface ClearItem {
  kind: "control";
  action: "clear";
  wait: boolean;
}
export interface UpdateItem {
  kind: "control";
  action: "update";
  display_id: string;
  data: Bundle;
  metadata: Metadata;
}
export interface InputItem {
  kind: "control";
  action: "input";
  prompt: string;
  password: boolean;
}
/** Shows here what is part of an Output widget. */
export interface ShowItem {
  kind: "control";
  action: "show";
  widget_id: string;
}
/** A message of the Jupyter widget `widget`, whose state the scope keeps. Binary values are buffers, which lead to their places. */
export interface CommItem {
  kind: "control";
  action: "comm";
  method: "open" | "update" | "custom" | "close";
  /** The state, the part of it that changes, or what a custom message says. */
  data?: unknown;
  buffers?: CommBuffer[];
}
export interface CommBuffer {
  path: (string | number)[];
  /** Base64, where it is kept. */
  data: unknown;
}
export interface InvalidItem {
  kind: "invalid";
  path: string;
  reason: string;
  raw: unknown;
}
export type Item = (
  | StreamItem
  | MediaItem
  | ErrorItem
  | LogItem
  | ClearItem
  | UpdateItem
  | InputItem
  | ShowItem
  | CommItem
  | InvalidItem
) & {
  /** The Output widget that shows it, or the widget that a message is of. */
  widget?: string;
};
/** An item, and the position in the caller's list (or in a result's own) of what it was read from. */
export type PlacedItem = Item & { index: number };
