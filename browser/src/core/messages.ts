/**
 * Every text of the interface, in one place. It stands where it is used, in English; a page translates any of them by
 * `options.messages = { Download: "…" }`. `{…}` is filled in.
 */
export type Message =
  // The host script
  | "Image"
  | "No renderer for this type"
  | "Broken image"
  | "Not loaded in time"
  // Console text
  | "stdout"
  | "stderr"
  | "error"
  | "log"
  | "text/plain"
  | "application/json"
  | "{n} lines are folded here"
  | "{n} new lines"
  // HTML
  | "HTML output"
  | "Load from {host}"
  | "Long HTML ({n} characters), shown as text"
  | "Show as HTML"
  // The tools
  | "Download"
  | "Close"
  | "Save"
  | "Input"
  | "Password"
  | "Send";

export type Messages = { readonly [English in Message]?: string };
/** A text in the page's language. */
export type Translate = (english: Message) => string;
