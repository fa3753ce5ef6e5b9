/**
 * Every text of the interface, in one place: a table for each part of the bundle, so that a part carries its own only.
 * A page translates any of them by `options.messages`; `{…}` is filled in.
 */

/** An error whose message is a key of this table is shown with its text. */

export const messages = {
  image: "Image",
  unknown: "No renderer for this type",
  noImage: "Broken image",
  late: "Not loaded in time",
};

export const consoleMessages = {
  stdout: "Output",
  stderr: "Error output",
  error: "Error",
  log: "Log",
  text: "Text",
  download: "Download",
  folded: "{n} lines are folded here",
  newLines: "{n} new lines",
};

export const htmlMessages = {
  html: "HTML output",
  download: "Download",
  remote: "Load from {host}",
  tooLong: "Long HTML ({n} characters), shown as text",
  showHtml: "Show as HTML",
};

export const toolsMessages = {
  download: "Download",
  close: "Close",
  save: "Save",
  input: "Input",
  password: "Password",
  send: "Send",
};

type Texts<Table> = { readonly [Key in keyof Table]: string };
/** What a page may translate. */
export type Messages = Texts<typeof messages> &
  Partial<Texts<typeof consoleMessages> & Texts<typeof htmlMessages> & Texts<typeof toolsMessages>>;
