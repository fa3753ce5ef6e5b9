/**
 * Backend.AI Media for pages that include `js/main.min.js`, and for renderers of their own.
 * Reference this file, or copy it, and `BackendAI` is typed.
 */

export interface BackendAI {
  readonly version: string;
  /** Where a release lies; read whenever something is loaded. Default: where the script came from. */
  assetRoot: string;
  /** Options of every call that does not set its own. */
  options: Options;
  readonly Media: Media;
  /** Loads the terminal component; it is then at `BackendAI.Webterm`, too. */
  loadWebterm(callback?: (webterm: WebtermConstructor) => void): Promise<WebtermConstructor>;
  /** There after `loadWebterm`. */
  Webterm?: WebtermConstructor;
}

export interface Media {
  /**
   * Shows one item under its own id; the same id again updates it in place. Whether it has a renderer is said at
   * once: `false` for an unknown type and a malformed item, whose fallback is shown.
   * @throws Error where `container` is not an element
   */
  handle(item: unknown, resultId: string | number, container: Element, options?: Options): boolean;
  /**
   * The result `resultId` becomes exactly these items, or with `append` is continued by them. Never rejects for an item.
   * Rejects with an Error where `container` is not an element.
   */
  handle_all(items: unknown, resultId: string | number, container: Element, options?: Options): Promise<Report>;
  /** The same as `handle_all`. */
  handleAll(items: unknown, resultId: string | number, container: Element, options?: Options): Promise<Report>;
  /** A result that is written to as it comes. It starts empty, unless with `append`. */
  open(resultId: string | number, container: Element, options?: Options): OutputArea;
  /**
   * A type that the page shows itself. `loader` is a renderer, or a function that imports one: it is asked once, again
   * only after a failure. Of the types in a mimebundle the one of highest `rank` (default 1) is shown; ours are below 0.
   */
  register(
    type: string,
    loader: Renderer | (() => Promise<Renderer | { default: Renderer }>),
    options?: { rank?: number },
  ): void;
  supports(type: string): boolean;
  /**
   * Reads JSON of the page's own shape: `acceptor` is asked before all built-in rules, for every value and every element of a
   * list, perhaps more than once. Without one, what was given for the name is forgotten.
   */
  accept(name: string, acceptor?: Acceptor): void;
  /** Frees one result, all of a container, or all. */
  dispose(resultId?: string | number | null, container?: Element): void;
  /**
   * What a result shows, to keep and to show again with `handle_all`: streams joined, updates applied, cleared items gone
   * (docs/normal-form.md). Rejects with a RangeError for an unknown id.
   */
  items(resultId: string | number): Promise<KeptItem[]>;
  /** One HTML file (`text/html`) that needs nothing else and runs nothing. Rejects with a RangeError for an unknown id. */
  export(resultId: string | number): Promise<Blob>;
}

/** Returns the items of a value, in any shape that `handle_all` takes, or `undefined` if it is not one of its own. */
export type Acceptor = (value: unknown) => unknown;

/** Where a terminal connects: `ws:`, `wss:`, `http:`, `https:`, or relative to the page. A function is asked before every attempt. */
export type Address = string | URL | (() => string | URL | Promise<string | URL>);

/** What is spoken over the WebSocket. Not given: found from the address, the subprotocol or the first message. */
export type TerminalDialect = "backendai.term.2" | "backend.ai" | "relay" | "ttyd" | "terminado" | "v1.alis";

/** `auto` follows the page. Colours that are not named are those of the dark theme. */
export type TerminalTheme = "auto" | "light" | "dark" | TerminalColors;

export interface TerminalColors {
  background?: string;
  foreground?: string;
  cursor?: string;
  cursorAccent?: string;
  selectionBackground?: string;
  selectionForeground?: string;
  black?: string;
  red?: string;
  green?: string;
  yellow?: string;
  blue?: string;
  magenta?: string;
  cyan?: string;
  white?: string;
  brightBlack?: string;
  brightRed?: string;
  brightGreen?: string;
  brightYellow?: string;
  brightBlue?: string;
  brightMagenta?: string;
  brightCyan?: string;
  brightWhite?: string;
}

/**
 * `reconnecting`: the connection was lost and is being restored; `ended`: the program has ended; `refused`: the server
 * refused the connection; `closed`: the page disconnected.
 */
export type TerminalState = "idle" | "connecting" | "connected" | "reconnecting" | "ended" | "refused" | "closed";

export interface WebtermOptions {
  theme?: TerminalTheme;
  dialect?: TerminalDialect;
  /** View only. */
  readOnly?: boolean;
  fontFamily?: string;
  /** Pixels (default 14). */
  fontSize?: number;
  /** Lines kept when they scroll out of view (default 5000). */
  scrollback?: number;
  /** Exposes the text to screen readers; also a switch in the toolbar. */
  screenReader?: boolean;
  /** Ask before several lines are pasted (default true). */
  confirmPaste?: boolean;
  /** A page that is reloaded in its tab returns to its session (default true; `backendai.term.2`). */
  keep?: boolean;
  /** Draw on the GPU if there is one (`auto`), always, or never. */
  renderer?: "auto" | "webgl" | "dom";
  /** ttyd's `AuthToken`. */
  token?: string;
}

export type WebtermConstructor = new (container: Element, sessionId: string, options?: WebtermOptions) => Webterm;

/** A terminal in a page. It fills `container`, or is 26em high if that has no height. */
export interface Webterm {
  readonly container: Element;
  readonly sessId: string;
  readonly state: TerminalState;
  readonly connecting: boolean;
  readonly connected: boolean;
  theme: TerminalTheme | undefined;
  /** The emulator, an xterm.js `Terminal`; `null` before the first `connect`. */
  readonly term: unknown;
  /**
   * Resolves at the server's first message. Rejects with `"connection failure"` if the first attempt fails, while further
   * attempts are made, and with `"already connecting"` or `"already connected"`.
   */
  connect(url: Address): Promise<void>;
  /** Disconnects; the session goes on, and `connect` returns to it. */
  detach(): void;
  /** Ends the session if the server lets a page do so. The screen stays. */
  close(): void;
  /** `close`, and removes the terminal from its container. */
  dispose(): void;
  focus(): void;
  /** Types text. */
  stdin(text: string): void;
  /** Pastes as a user does: control characters are dropped, several lines need a confirmation. */
  paste(text: string): Promise<void>;
  /** Types Ctrl+L. */
  requestRedraw(): void;
  /** Takes the size that fits the container. It does so by itself where the container's size changes. */
  resizeToFit(): void;
  restartKernel(): void;
  /** What was seen, as asciicast v3; at least the last 4 MB. */
  recording(): Promise<Blob>;
}

export interface OutputArea {
  /** Anything that `handle_all` takes; shown on the next frame. */
  append(items: unknown): void;
  /** Replaces what is shown under a display id, wherever the scope shows it. */
  update(displayId: string, item: unknown): void;
  /** Removes all; with `wait` when the next item comes. */
  clear(options?: { wait?: boolean }): void;
  close(): void;
  /** What the result shows, as `Media.items`. */
  items(): Promise<KeptItem[]>;
  /** Settles when it is closed and every item shows. */
  readonly done: Promise<Report>;
}

/**
 * `<backendai-output>`: a result wherever the element stands (docs/components.md). It shows `items`, what `src` answers, or the
 * JSON of a `<script type="application/json">` in it; what else is in it shows until then.
 */
export interface OutputElement extends HTMLElement {
  /** Anything that `handle_all` takes. */
  items: unknown;
  /** An address of JSON, or of a stream of it (`application/x-ndjson`, `text/event-stream`). */
  src: string;
  options: Options;
  /** Writes to the result as it comes. */
  open(options?: Options): OutputArea;
  /** What it shows, as `Media.items`. */
  keptItems(): Promise<KeptItem[]>;
}

/** `<backendai-terminal>`: a terminal that connects where the element stands, and is disposed of with it. */
export interface TerminalElement extends HTMLElement {
  /** Where it connects; by default the attribute `src`. */
  address: Address | undefined;
  /** They hold for the next connection. */
  options: WebtermOptions;
  /** There once its script is loaded. */
  readonly terminal: Webterm | undefined;
}

/** Writes to a `<backendai-output>` that may come later, be taken away, and come again. */
export interface OutputStream {
  /** Gives it the element, or `null` when that is gone. */
  attach(element: OutputElement | null): void;
  append(items: unknown): void;
  update(displayId: string, item: unknown): void;
  clear(options?: { wait?: boolean }): void;
  close(): void;
}

/** An item in the normal form. */
export interface KeptItem {
  kind: "stream" | "media" | "error" | "log" | "control" | "invalid";
}

export interface Report {
  /** Items that show, fallbacks for unknown types included. */
  rendered: number;
  failed: Failure[];
  /** A newer call for the same result took over before this one was done. */
  superseded?: boolean;
}

export interface Failure {
  /** Position in the caller's list. */
  index: number;
  type: string;
  error: string;
}

export interface Options {
  /** Continue the result instead of replacing it. */
  append?: boolean;
  /** Whose state (display ids, drawings) the result shares: any string or object; by default its container. */
  scope?: unknown;
  /** What may run in frames: bundled chart renderers (`data`), nothing, or scripts from outputs too. */
  active?: "data" | "none" | "sandbox" | { sandbox: true; hosts?: readonly string[] };
  /** Ranks of types in mimebundles that differ from the default; the highest wins. */
  rank?: Readonly<Record<string, number>>;
  /** Language of the interface, like `ko`; default: the `lang` of the page around the result. Shipped: de, en, ja, ko. */
  language?: string;
  /** Texts of the interface that differ from the shipped ones, by id: `{ download: "…" }`. */
  messages?: Messages;
  sanitize?: {
    /** Hosts or origins that HTML may load images and media from (default: none, a placeholder loads on a click). */
    hosts?: readonly string[];
    /** Hosts or origins whose pages HTML may embed (default: none, a line names the host). Never the page's own. */
    frames?: readonly string[];
    /** Longest HTML, in UTF-16 units, that is shown as HTML without asking (default 1,000,000). */
    limit?: number;
  };
  /** Git graphs: the oldest commit on top (default false). */
  gitgraph?: { reverse?: boolean };
  /** Colours of console text are changed until it can be read on its ground (default true). */
  readable?: boolean;
}

/** Metadata of a mimebundle, as nbformat has it. */
export type Metadata = Record<string, unknown>;

export interface Renderer {
  /**
   * Fills `context.host`, at once or later. Throwing, or a promise that rejects, shows the next type of the
   * bundle, or an error in the item's place; what is in `host` then is removed. An error with `yields: true` that another
   * type can take the place of is not reported as a failure.
   */
  render(data: unknown, context: Context): RenderedItem | void | Promise<RenderedItem | void>;
}

/** A rendered item. Every method is optional; without `update` a new value is rendered beside and swapped in. */
export interface RenderedItem {
  /** Shows another value of the same type in place; a promise where it takes time. */
  update?(data: unknown, metadata: Metadata): void | PromiseLike<unknown>;
  /** Streams only: more text at the end. */
  append?(text: string): void;
  /** What a person gets who copies the item. Forms that are missing are read off what shows. */
  copy?(): CopiedItem;
  /** The file that a person gets who saves the item; without it, what shows. */
  save?(): SavedItem | Promise<SavedItem>;
  /** Frees what the page would not: listeners elsewhere, timers, object URLs. `host` is removed by the caller. */
  dispose?(): void;
  /** Settles when the first screenful shows; a rejection counts as a renderer that threw. */
  readonly ready?: PromiseLike<unknown> | undefined;
}

export interface CopiedItem {
  text?: string;
  /** Markup that is safe where it is pasted. */
  html?: string;
  /** A PNG. */
  image?: Blob | Promise<Blob>;
}

export interface SavedItem {
  /** With its extension. */
  name: string;
  blob: Blob;
}

export interface Context {
  /** The element to fill. It may not be in the document. */
  readonly host: HTMLElement;
  /** The type being shown: a MIME type, or `stdout`, `stderr`, `error`, `log`, `input`. */
  readonly type: string;
  /**
   * The bundle's metadata, and over it that of this type's own key. A type of the bundle without metadata of its own stands
   * for its payload there: `text/plain` is the bundle's plain text.
   */
  readonly metadata: Metadata;
  readonly resultId: string;
  readonly options: Options;
  /** State that lasts across items and is shared within `options.scope` (by default the container). */
  readonly scope: Map<string, unknown>;
  /** Aborted when the item is disposed or replaced. */
  readonly signal: AbortSignal;
  /** A text of the interface in the page's language. */
  readonly translate: Translate;
  /** The page's one Trusted Types policy, where the browser has them. */
  policy(): TrustedTypePolicyLike | undefined;
  /**
   * Runs `job` once, in turn with all other items' work, in slices that leave the page responsive; aim below 8 ms a job. It
   * may run at once, before this returns, so that what it reads is to be set before. It does not run once the item is gone.
   */
  schedule(job: () => void): void;
  /** Adopts a style sheet into the document or shadow root that holds the container; each text once. */
  style(css: string): void;
  /** Another chunk's module, loaded once. */
  load(chunk: string): Promise<unknown>;
  /** Dispatches `backendai:<name>` on the container, bubbling. */
  emit(name: string, detail: object): void;
}

/** The part of `TrustedTypePolicy` that is used. */
export interface TrustedTypePolicyLike {
  createHTML(text: string): unknown;
  createScriptURL(url: string): unknown;
}

/** The ids of the interface's texts. */
export type MessageId =
  // spec: messages
  | "image"
  | "no_renderer"
  | "no_display"
  | "broken_image"
  | "not_loaded"
  | "stdout"
  | "stderr"
  | "error"
  | "log"
  | "plain_text"
  | "json"
  | "lines_hidden"
  | "new_lines"
  | "empty_table"
  | "load_from"
  | "long_html"
  | "show_as_html"
  | "long_markdown"
  | "left_out"
  | "left_out_nesting"
  | "left_out_attributes"
  | "left_out_styles"
  | "left_out_spans"
  | "left_out_pictures"
  | "show_as_markdown"
  | "show_all"
  | "chart"
  | "diagram"
  | "scripted_output"
  | "scripts_removed"
  | "script_not_run"
  | "app_not_run"
  | "source"
  | "blocked_by_page"
  | "script_failed"
  | "not_drawn"
  | "frame_alone"
  | "charts_disabled"
  | "widget_needs_kernel"
  | "widget_foreign"
  | "widget_no_controller"
  | "interactive_nearest"
  | "interactive_broken"
  | "range_low"
  | "range_high"
  | "progress"
  | "valid"
  | "invalid"
  | "color"
  | "remove"
  | "upload"
  | "stop"
  | "repeat"
  | "latex_too_long"
  | "no_such_label"
  | "drawing"
  | "drawing_of"
  | "lines"
  | "circles"
  | "rectangles"
  | "triangles"
  | "polygons"
  | "paths"
  | "texts"
  | "images"
  | "arcs"
  | "points"
  | "play"
  | "pause"
  | "replay"
  | "step"
  | "step_of"
  | "speed"
  | "keys_here"
  | "keys_click"
  | "touch_keys"
  | "full_screen"
  | "save_png"
  | "save_svg"
  | "git_history"
  | "filter"
  | "first_parents"
  | "oldest_first"
  | "commits_of"
  | "no_commits"
  | "malformed_commits"
  | "parents"
  | "children"
  | "copy"
  | "copied"
  | "terminal_recording"
  | "time"
  | "malformed_lines"
  | "not_asciicast"
  | "map_of"
  | "features"
  | "zoom_in"
  | "zoom_out"
  | "whole_map"
  | "not_listed"
  | "malformed_parts"
  | "not_geojson"
  | "audio"
  | "video"
  | "pdf_document"
  | "broken_media"
  | "cannot_play"
  | "no_pdf_viewer"
  | "not_pdf"
  | "forbidden_by_policy"
  | "not_data"
  | "copy_path"
  | "copy_value"
  | "show_all_characters"
  | "match_of"
  | "rows"
  | "rows_of"
  | "columns"
  | "columns_omitted"
  | "save_csv"
  | "cells_copied"
  | "download"
  | "close"
  | "save"
  | "tools"
  | "input"
  | "password"
  | "send"
  | "connecting"
  | "reconnecting"
  | "reconnecting_in"
  | "reconnect_now"
  | "ended"
  | "ended_with_code"
  | "ended_by_signal"
  | "start_again"
  | "refused"
  | "sign_in"
  | "try_again"
  | "disconnected"
  | "connect"
  | "restarting"
  | "output_dropped"
  | "terminal_tools"
  | "search"
  | "match_case"
  | "regular_expression"
  | "previous"
  | "next"
  | "paste"
  | "paste_lines"
  | "paste_as_one_line"
  | "cancel"
  | "clipboard_request"
  | "allow"
  | "refuse"
  | "smaller_font"
  | "larger_font"
  | "screen_reader"
  | "save_html"
  | "save_recording"
  | "restart"
  | "keys"
  | "left"
  | "down"
  | "up"
  | "right"
  | "needs_scripts"
  | "shows_nothing"
  | "embedded_page";
// end of spec: messages
/** A text, or one for each plural category of `Intl.PluralRules`, which `{n}` decides. */
export type MessageForms =
  | string
  | ({ readonly other: string } & { readonly [Category in Intl.LDMLPluralRule]?: string });
/** A text of the interface: its id, and what it is in English. `{…}` is filled in. */
export type Message = readonly [id: string, english: MessageForms];
/** Texts by their ids. */
export type Messages = { readonly [Id in MessageId]?: MessageForms };
export type MessageValues = Readonly<Record<string, number | string>>;
/** Returns a text in the page's language. A renderer of the page's own may have texts, and ids, of its own. */
export type Translate = (message: Message, values?: MessageValues) => string;

/** `detail` of `backendai:input`, which comes when a program asks and, with `text`, when the person answered. */
export interface InputRequest {
  resultId: string;
  prompt: string;
  password: boolean;
  text?: string;
  /** Locks the box; shows the text, unless it is a password. */
  reply(text: string): void;
}

/**
 * `detail` of `backendai:drawing`: what a person does with a drawing whose program listens. A page passes it on to the kernel;
 * docs/turtle.md says how.
 */
export interface DrawingEvent {
  resultId: string;
  /** The number that the drawing's commands have. */
  drawing: number | string;
  /**
   * `listens`: from now on there will be events. `shown`: what was sent shows, and the next frame may come. The others are of
   * keys and of the pointer.
   */
  kind: "listens" | "shown" | "press" | "release" | "down" | "move" | "up";
  /** As in `KeyboardEvent.key`. */
  key?: string;
  /** In the drawing's coordinates. */
  x?: number;
  y?: number;
  /** 1: left, 2: middle, 3: right; 0: none. */
  button?: number;
  /** With `listens`: lets the drawing have the keys at once. */
  focus?(): void;
}

/**
 * `detail` of `backendai:comm`: a message for the comms of the kernel (`comm_open`, `comm_msg`), which a page sends on. Of one
 * widget's changes one is under way at a time, until the kernel is `idle` after it; the last value wins.
 */
export interface CommMessage {
  resultId: string;
  comm_id: string;
  /** For the message's header: the kernel's answers name it. */
  msg_id: string;
  msg_type: "comm_open" | "comm_msg";
  content: Readonly<Record<string, unknown>>;
  /** For the message, too: the version of the widgets' protocol. */
  metadata: Readonly<Record<string, unknown>>;
  buffers: readonly DataView[];
  /** Takes an answer of the kernel's, any Jupyter message: the same as `handle_all(…, { append: true })` for this result. */
  reply(message: unknown): void;
  /** The whole message as a WebSocket of Jupyter Server takes it. */
  frame(): string | ArrayBuffer;
}

/**
 * `detail` of `backendai:app`: what a view of MCP Apps asks for (docs/mcp.md), such as `tools/call`, `ui/open-link` and
 * `ui/message`. It is refused unless a listener calls `reply` at once, with the result or a promise of it.
 */
export interface AppRequest {
  resultId: string;
  /** The view's, `ui://…`. */
  uri: string;
  method: string;
  /** Not to be trusted: they come from the view. */
  params: Readonly<Record<string, unknown>>;
  /** Grants the request. A promise that rejects refuses it, with the error's message. */
  reply(result?: unknown): void;
}

/** `detail` of `backendai:commit-select` and `backendai:commit-open`; `commit` is as it came. */
export interface CommitEvent {
  resultId: string;
  oid: string;
  commit: Readonly<Record<string, unknown>>;
}

declare global {
  interface Window {
    BackendAI: BackendAI;
  }
  const BackendAI: BackendAI;
  interface HTMLElementTagNameMap {
    "backendai-output": OutputElement;
    "backendai-terminal": TerminalElement;
  }
  interface GlobalEventHandlersEventMap {
    "backendai:rendered": CustomEvent<Report & { resultId: string }>;
    "backendai:error": CustomEvent<Failure & { resultId: string }>;
    "backendai:input": CustomEvent<InputRequest>;
    "backendai:comm": CustomEvent<CommMessage>;
    "backendai:app": CustomEvent<AppRequest>;
    "backendai:drawing": CustomEvent<DrawingEvent>;
    /** `message` is what the person reads; `seconds`: until the next attempt. */
    "backendai:terminal-state": CustomEvent<{
      state: TerminalState;
      reason: string;
      message: string;
      seconds: number | undefined;
    }>;
    "backendai:terminal-title": CustomEvent<{ title: string }>;
    "backendai:terminal-bell": CustomEvent<object>;
    "backendai:terminal-exit": CustomEvent<{ code?: number; signal?: number }>;
    "backendai:commit-select": CustomEvent<CommitEvent>;
    "backendai:commit-open": CustomEvent<CommitEvent>;
  }
}
