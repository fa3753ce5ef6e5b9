/** Interfaces between chunks, which are loaded separately and do not import each other, and between page and frame. */

import type {
  Context,
  Message,
  Metadata,
  RenderedItem,
  Translate,
  TrustedTypePolicyLike,
} from "../backendai-media.d.ts";
import type { Table } from "./table.ts";

/** What the toolbar knows of the output that it serves: given by the host script. */
export interface ServedOutput {
  readonly element: HTMLElement;
  /** An interface text in the page's language. */
  readonly translate: Translate;
  /** What the renderer of an item's element returned. */
  itemOf(element: Element): RenderedItem | undefined;
}

/** A value that takes another's place wherever that is displayed. */
export interface DisplayChange<Place> {
  /** Shows it in one place, and calls back. */
  change(place: Place, shown: () => void): void;
  /** Told once it shows in all places, or a later one has taken its turn. */
  readonly watcher: { shown(ok: boolean): void };
}

/** A terminal that plays a recording, provided by the chunk `webterm` to the asciicast renderer. */
export interface Playback {
  readonly host: HTMLElement;
  /** Yields between pieces that each take some milliseconds. */
  parse(output: string): Generator<void, void>;
  /** Resets to that size. */
  reset(columns: number, rows: number): void;
  resize(columns: number, rows: number): void;
  /** The text on the screen, without trailing empty lines. */
  text(): string;
  selected(): string;
  dispose(): void;
}

/** Where else the page of frames may be, provided by the chunk `places` to the frame renderer. */
export interface Places {
  /** The place after one that failed, which is empty where there is none yet; empty after the last. */
  placeAfter(failed: string): string;
}

/** Lines of text as one text, and where its styles begin. */
export interface PackedText {
  text: string;
  /** Offset and style of each stretch, in turn; text before the first has style 0. */
  runs: number[];
  /** Lines. */
  count: number;
}

/** Lines that no longer change, and their element. */
export interface Block {
  element: HTMLElement;
  packed: PackedText;
  isPainted: boolean;
}

/** Keeps what an output's markup may cost in proportion to its length; given by the chunk `guard`. */
export interface MarkupGuard {
  /** Markup in an inert container, without tags nested too deeply and too many attributes; in slices. */
  parse(html: string, policy: TrustedTypePolicyLike | undefined): Generator<void, Element>;
  /** How many elements are in each element that has any; in slices. */
  count(root: Node): Generator<void, ReadonlyMap<Node, number>>;
  /** A style sheet up to where its brackets are nested too deeply, or a selector has too many parts; in slices. */
  shallow(css: string): Generator<void, string>;
  /** Whether a rule's selector is to go; `level` counts the rules around it. */
  isHeavy(selector: string, level: number): boolean;
  /** Takes out of sanitised nodes what multiplies in a layout or a picture. */
  prune(part: ParentNode): void;
}

/** An element that shows a part of what it holds. */
export interface Whole extends Element {
  /**
   * What stands for it on paper and in files, of about `most` elements; nothing if the element itself has been made
   * whole, or is.
   */
  whole?(most: number): Element | void;
}

/** The rows of a table in the order in which they are shown. */
export interface Rows {
  readonly table: Table;
  count(): number;
  /** The table's row at a place. */
  row(place: number): number;
}

/** Shows whole, on paper and in files, what is shown in parts; given by the chunk `paper`. */
export interface Paper {
  /** Has `whole` called when the page is printed. */
  attend(element: Whole, whole: Whole["whole"] & {}, context: Pick<Context, "signal">): void;
  tableOf(rows: Rows, translate: Translate, most: number): HTMLElement;
  /** Attends the tables of an output's markup: on paper, wide ones are divided. */
  fit(root: ShadowRoot, context: Pick<Context, "signal" | "schedule">): void;
}

export interface FrameContent {
  title: Message;
  /** Pixels, until it reports its height. */
  height: number;
  /** An output's own document, whose scripts run; else a chart's. Asked when the frame is there. */
  markup?: () => string;
  /** It is not expected to show anything. */
  isLoader?: boolean;
  /** Hosts that its scripts need and the page does not list. */
  missing?: readonly string[];
  /** What the frame runs first. */
  script?: () => string | Promise<string>;
  /** An output's own document that follows the page's theme, as charts do; else it is for white paper. */
  isThemed?: boolean;
  /** Goes to a listener for the event `backendai-port` of an output's own document. Asked when the frame is there. */
  port?: () => MessagePort;
  /** Has what the output's window posts to its parent, and posts to that window. Asked when the frame is there. */
  relay?: () => MessagePort;
  /** Sources that the output's own document may load, and connect to; by default those that the page allows. */
  sources?: Sources;
  /** Told of the theme, whenever the document is there and when it changes. */
  painted?: (theme: Theme) => void;
  /** What a chart shows. */
  value?: readonly [type: string, data: unknown];
}

/** Sources of a policy, separated by spaces. */
export interface Sources {
  load: string;
  connect: string;
}

export interface Frame {
  readonly element: HTMLElement;
  /** Settles when it shows, or is too far away to be made now, or takes long. */
  readonly ready: Promise<void>;
  /** Gives it the height that its document asks for; from then on its content's does not count. */
  resize(height: number): void;
  dispose(): void;
}

/** Given by the chunk `apps`. */
export interface Apps {
  /** Runs a view of MCP Apps. */
  open(data: unknown, context: Context): Promise<RenderedItem>;
}

/** The model of a widget that has code of its own, as that may know it. */
export interface EsmModel {
  /** Traits by their names; binary values are `DataView`s. */
  state(): ReadonlyMap<string, unknown>;
  change(changes: Record<string, unknown>): void;
  custom(content: Record<string, unknown>, buffers: DataView[]): void;
}

/** One view of such a widget. */
export interface EsmView {
  /** Traits may have changed. */
  changed(): void;
  /** The kernel sent something. */
  heard(content: unknown, buffers: readonly DataView[]): void;
  dispose(): void;
}

/** Given by the chunk `esm`: runs a widget's own code in a frame. */
export interface Esm {
  /** `failed` is called where there is no frame. */
  open(host: HTMLElement, context: Context, model: EsmModel, failed: (error: Error) => void): Promise<EsmView>;
}

/** Given by the chunk `frame`. */
export interface Frames {
  /** `failed` is called with errors after it was ready. */
  createFrame(context: Context, content: FrameContent, failed: (error: Error) => void): Frame;
  /** What shows a chart that was found in an output of another type. */
  contentOf(type: string, data: unknown, metadata: Metadata, context: Context): FrameContent;
  styleFrames(context: Context): void;
}

/** A theme that style sheets ask for. */
export type SheetTheme = "light" | "dark";

export interface Theme {
  dark: boolean;
  /** Colour and font of the text around the frame. */
  foreground: string;
  font: string;
}

/** What a library's script defines on the inner window: shows a value in place of the previous one. */
export interface Library {
  (type: string, data: unknown, theme: Theme, tell: Tell): Promise<void>;
  /** The same value as SVG, for white paper. */
  picture?(type: string, data: unknown, theme: Theme, tell: Tell): Promise<string>;
}

export interface Tell {
  /** A person clicked on a link. */
  link(href: string): void;
  /** Something was not loaded. */
  blocked(address: string): void;
}

/** From the page. `show` is answered by `shown` or `error` with its number. */
export type Order =
  | readonly ["theme", Theme]
  | readonly ["script", string]
  /** Comes with a port. */
  | readonly ["port"]
  /** Answered by `picture` with its number and an SVG, or an empty string. */
  | readonly ["picture", number]
  | readonly ["show", number, type?: string, data?: unknown];

/** Puts what was sanitised into an output. `blocked`: what lacks a picture or medium from elsewhere. */
export type Place = (made: DocumentFragment, blocked: readonly unknown[]) => Promise<void> | void;

/** What the renderer of HTML gives to that of Markdown. */
export interface HtmlItem extends RenderedItem {
  root: ShadowRoot;
  /** Sanitises more markup and hands it over. Without a style sheet of its own the ones before stay. */
  grow(markup: string, place: Place): Promise<void>;
}

/** What of a token of Markdown concerns text that grows. */
interface MarkdownToken {
  type: string;
  nesting: number;
  level: number;
  map: [first: number, end: number] | null;
  content: string;
  /** A heading's name, of which its id is made. */
  info: string;
}

/** What text before it has defined. */
export interface MarkdownEnvironment {
  slugs?: Map<string, number>;
  references?: Record<string, { title: string; href: string }>;
}

export interface ParsedMarkdown {
  tokens: MarkdownToken[];
  env: MarkdownEnvironment;
}

/** Turn a formula (`whole`: its source with delimiters) and code into HTML; `undefined` leaves them plain. */
export interface MarkdownHelpers {
  math?(content: string, display: boolean, whole: string): string | undefined;
  code?(content: string, language: string): string | undefined;
}

/** How Markdown is read and written, in slices. */
export interface MarkdownReading {
  parse(source: string, env: MarkdownEnvironment): Generator<void, ParsedMarkdown>;
  /** What typesets and colours, and its style sheet. */
  helped(parsed: ParsedMarkdown): Promise<readonly [helpers: MarkdownHelpers, sheet: string, ...unknown[]]>;
  write(parsed: ParsedMarkdown, helpers: MarkdownHelpers): Generator<void, string[]>;
}

export interface GrowingMarkdown {
  /** Whether a value is the last one with more at its end. */
  continues(source: string): boolean;
  /** Settles when the value, or one that came later, is shown. `false`: it has to be shown in another way. */
  update(source: string): Promise<boolean>;
  stop(): void;
}

/** The chunk `growing`. */
export interface GrowingModule {
  Growing: new (reading: MarkdownReading, item: HtmlItem, context: Context, first: string) => GrowingMarkdown;
}

/** What a program wants to hear of a drawing. */
export interface Heard {
  /** The number that commands name the drawing by. */
  drawing: number | string;
  /** Names of keys as in `KeyboardEvent.key`; `*` is any. */
  keys: readonly string[];
  /** 0: nothing, 1: clicks, 2: moves while a button is held, 3: all moves. */
  pointer: number;
}

/** A drawing's ears. */
export interface Hearing {
  /** With nothing, keys and the pointer are given back. */
  want(heard: Heard | undefined): void;
  dispose(): void;
}

/** The chunk `hearing`. */
export interface HearingModule {
  /** `size`: of the drawing, in its own coordinates. */
  hear(
    figure: HTMLElement,
    canvas: HTMLCanvasElement,
    size: () => readonly [width: number, height: number],
    context: Pick<Context, "translate" | "style" | "emit" | "resultId">,
  ): Hearing;
}
