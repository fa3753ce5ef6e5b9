/** Facts that both languages share. Made by scripts/generate from spec/; change the facts there. */

/** How a field of a drawing's object is read. */
export type DrawingKind = "number" | "color" | "size" | "points" | "path" | "text" | "font" | "align" | "image" | "close" | "flag" | "unit";
/** Name, kind, and what a missing one is. */
export type DrawingField =
  readonly [name: string, kind: DrawingKind, missing?: unknown];

/** Media type, highest rank first → what its payload is. */
export const PAYLOADS: Readonly<Record<string, "text" | "binary" | "json">> = {
  "application/x-sorna-drawing": "binary",
  "application/vnd.sorna.gitgraph": "json",
  "application/vnd.plotly.v1+json": "json",
  "application/vnd.vegalite.v6+json": "json",
  "application/vnd.vegalite.v5+json": "json",
  "application/vnd.vega.v6+json": "json",
  "application/vnd.vega.v5+json": "json",
  "application/vnd.asciinema.asciicast": "text",
  "application/vnd.apache.arrow.stream": "binary",
  "application/vnd.dataresource+json": "json",
  "application/geo+json": "json",
  "application/pdf": "binary",
  "audio/*": "binary",
  "video/*": "binary",
  "text/html": "text",
  "text/markdown": "text",
  "text/latex": "text",
  "application/x-tex": "text",
  "image/svg+xml": "text",
  "image/*": "binary",
  "application/vnd.vegalite.v4+json": "json",
  "text/vnd.mermaid": "text",
  "text/csv": "text",
  "text/tab-separated-values": "text",
  "application/vnd.jupyter.widget-view+json": "json",
  "application/javascript": "text",
  "text/javascript": "text",
  "application/json": "json",
  "text/*": "text",
  "text/plain": "text",
};
/** Types whose payload is JSON though their names do not say so. */
export const JSON_TYPES: readonly string[] = ["application/vnd.sorna.gitgraph"];
/** Media type, highest rank first → the chunk that shows it. */
export const CHUNKS: Readonly<Record<string, string>> = {
  "application/x-sorna-drawing": "drawing",
  "application/vnd.sorna.gitgraph": "gitgraph",
  "application/vnd.plotly.v1+json": "frame",
  "application/vnd.vegalite.v6+json": "frame",
  "application/vnd.vegalite.v5+json": "frame",
  "application/vnd.vega.v6+json": "frame",
  "application/vnd.vega.v5+json": "frame",
  "application/vnd.asciinema.asciicast": "asciicast",
  "application/vnd.apache.arrow.stream": "table",
  "application/vnd.dataresource+json": "table",
  "application/geo+json": "geojson",
  "application/pdf": "pdf",
  "audio/*": "media",
  "video/*": "media",
  "text/html": "html",
  "text/markdown": "markdown",
  "text/latex": "latex",
  "application/x-tex": "latex",
  "image/svg+xml": "image",
  "image/*": "image",
  "application/vnd.vegalite.v4+json": "frame",
  "text/vnd.mermaid": "frame",
  "text/csv": "table",
  "text/tab-separated-values": "table",
  "application/vnd.jupyter.widget-view+json": "frame",
  "application/javascript": "frame",
  "text/javascript": "frame",
  "application/json": "json",
  "text/*": "console",
  "text/plain": "console",
};
/** Values within values, of one call; deeper ones are invalid items. In levels. */
export const MAX_NESTING_LEVELS = 16;
/** The pictures of later items load when they come near. In items. */
export const LAZY_AFTER_ITEMS = 99;
/** The label of a notice, which may come from an output. In UTF-16 units. */
export const NOTICE_MAX_LABEL_UNITS = 100;
/** The reason in a notice. In UTF-16 units. */
export const NOTICE_MAX_REASON_UNITS = 1000;
/** Console text; the middle of a longer one is folded away, to bound memory. In lines. */
export const CONSOLE_MAX_LINES = 200_000;
/** Kept above that fold. In blocks. */
export const CONSOLE_HEAD_BLOCKS = 40;
/** A longer line goes on in another one: engines lay out endless lines slowly; a longer unfinished control sequence is text. In UTF-16 units. */
export const CONSOLE_MAX_LINE_UNITS = 4096;
/** Above the last one, that the cursor can still change. In lines. */
export const CONSOLE_MIN_REACHABLE_LINES = 256;
/** Of a block, which is laid out when it comes near. In lines. */
export const CONSOLE_BLOCK_LINES = 256;
/** After which a block of fewer lines ends. In UTF-16 units. */
export const CONSOLE_BLOCK_UNITS = 32_768;
/** Of long lines that make a block before they are out of the cursor's reach. In lines. */
export const CONSOLE_MIN_BLOCK_LINES = 64;
/** Read before blocks are made: what the cursor reaches depends on it. In UTF-16 units. */
export const CONSOLE_SLICE_UNITS = 32_768;
/** Longer HTML is shown as text; the browser offers a button (`options.sanitize.limit`). In characters. */
export const HTML_MAX_LENGTH = 1_000_000;
/** Longer Markdown is shown as text; the browser offers a button. In characters. */
export const MARKDOWN_MAX_LENGTH = 1_000_000;
/** A displayed formula in Markdown; more are text. In lines. */
export const MARKDOWN_MAX_FORMULA_LINES = 200;
/** A longer formula is shown as its source. In characters. */
export const LATEX_MAX_FORMULA_LENGTH = 20_000;
/** A longer piece of code gets no colours: it would hold the page. In characters. */
export const CODE_MAX_LENGTH = 20_000;
/** In one drawing item. In commands. */
export const DRAWING_MAX_COMMANDS = 1_000_000;
/** Of msgpack in one drawing item (32 MiB). In bytes. */
export const DRAWING_MAX_BYTES = 33_554_432;
/** In one scope. In canvases. */
export const DRAWING_MAX_CANVASES = 1000;
/** Width and height of a canvas: what browsers' bitmaps can. In CSS pixels. */
export const DRAWING_MAX_SIDE_PX = 32_767;
/** Coordinates and other numbers lie between this and its negative. In CSS pixels. */
export const DRAWING_MAX_NUMBER = 1_000_000_000;
/** A text, or path data. In characters. */
export const DRAWING_MAX_TEXT_LENGTH = 100_000;
/** Size of a font. In CSS pixels. */
export const DRAWING_MAX_FONT_PX = 10_000;
/** In one polygon, which is painted in one go. In numbers. */
export const DRAWING_MAX_POLYGON_NUMBERS = 100_000;
/** In all polygons of a canvas, counted again at each change. In numbers. */
export const DRAWING_MAX_POLYGON_WORK = 10_000_000;
/** That an animated step takes, at speed 1. In seconds. */
export const DRAWING_STEP_SECONDS = 0.18;
/** Between two steps, at speed 1. In seconds. */
export const DRAWING_GAP_SECONDS = 0.12;
/** A longer animation plays faster. In seconds. */
export const DRAWING_MAX_PLAY_SECONDS = 60;
/** From which a new circle, arc, box or image grows. In parts of its size. */
export const DRAWING_START_SCALE = 0.3;
/** From commit to commit. In CSS pixels. */
export const GIT_ROW_PX = 24;
/** From lane to lane; less where a page is narrow. In CSS pixels. */
export const GIT_MAX_LANE_PX = 14;
/** To both sides, in which a free lane is looked for. In lanes. */
export const GIT_LANE_SEARCH_DISTANCE = 32;
/** The size of a terminal; larger sizes are cut. In rows or columns. */
export const TERMINAL_MAX_SIZE = 1000;
/** Shape → its fields: name, kind, and what a missing one is (`stroke`: the canvas's). */
export const DRAWING_FIELDS = {
  line: [
    ["x1", "number"],
    ["y1", "number"],
    ["x2", "number"],
    ["y2", "number"],
    ["color", "color", "stroke"],
    ["width", "size", 2],
  ],
  circle: [
    ["x", "number"],
    ["y", "number"],
    ["radius", "size"],
    ["border", "color", "stroke"],
    ["fill", "color", "#ffffff00"],
    ["angle", "number", 0],
    ["width", "size", 2],
  ],
  rect: [
    ["x", "number"],
    ["y", "number"],
    ["w", "size"],
    ["h", "size"],
    ["border", "color", "stroke"],
    ["fill", "color", "#ffffff00"],
    ["angle", "number", 0],
    ["width", "size", 2],
  ],
  triangle: [
    ["x", "number"],
    ["y", "number"],
    ["w", "size"],
    ["h", "size"],
    ["border", "color", "stroke"],
    ["fill", "color", "#ffffff00"],
    ["angle", "number", 0],
    ["width", "size", 2],
  ],
  polygon: [
    ["points", "points"],
    ["border", "color", "stroke"],
    ["fill", "color", "#ffffff00"],
    ["width", "size", 2],
  ],
  path: [
    ["x", "number"],
    ["y", "number"],
    ["d", "path"],
    ["border", "color", "stroke"],
    ["fill", "color", "#ffffff00"],
    ["angle", "number", 0],
    ["width", "size", 2],
  ],
  text: [
    ["x", "number"],
    ["y", "number"],
    ["text", "text"],
    ["color", "color", "stroke"],
    ["font", "font", ["sans-serif", 16, "normal"]],
    ["align", "align", "left"],
    ["angle", "number", 0],
  ],
  image: [
    ["x", "number"],
    ["y", "number"],
    ["w", "size"],
    ["h", "size"],
    ["href", "image"],
    ["angle", "number", 0],
  ],
  arc: [
    ["x", "number"],
    ["y", "number"],
    ["radius", "size"],
    ["start", "number"],
    ["extent", "number"],
    ["border", "color", "stroke"],
    ["fill", "color", "#ffffff00"],
    ["angle", "number", 0],
    ["width", "size", 2],
    ["close", "close", "open"],
  ],
} as const satisfies Readonly<Record<string, readonly DrawingField[]>>;
/** What every object has besides. */
export const DRAWING_COMMON: readonly DrawingField[] = [
  ["angle", "number", 0],
  ["visible", "flag", true],
  ["opacity", "unit", 1],
  ["z", "number", 0],
];
/** Properties that `update` changes without their being fields. */
export const DRAWING_MOVES = {
  all: [["rotate", "number"]],
  polygon: [["x", "number"], ["y", "number"]],
} as const satisfies Readonly<Record<string, readonly DrawingField[]>>;
/** Kinds of field whose values are words. */
export const DRAWING_WORDS = {
  align: ["left", "center", "right"],
  close: ["open", "chord", "pie"],
  style: ["normal", "bold", "italic", "bold italic"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
/** The 16 colours of ANSI text, in light and dark. */
export const ANSI_COLORS: readonly (readonly [light: string, dark: string])[] = [
  ["#24292f", "#8b949e"],
  ["#b3261e", "#ff7b72"],
  ["#1a7f37", "#56d364"],
  ["#7d5b00", "#e3b341"],
  ["#0a58ca", "#79c0ff"],
  ["#8a3ab9", "#d2a8ff"],
  ["#0e7490", "#56d4dd"],
  ["#59636e", "#c9d1d9"],
  ["#656d76", "#9198a1"],
  ["#cf222e", "#ffa198"],
  ["#116329", "#7ee787"],
  ["#8a5a00", "#f2cc60"],
  ["#1f6feb", "#a5d6ff"],
  ["#a626a4", "#e2c5ff"],
  ["#1b7c83", "#b3f0ff"],
  ["#57606a", "#ffffff"],
];
/** The background as CSS has it. */
export const CSS_BACKGROUND = "var(--backendai-background, light-dark(#fff, #161b22))";
/** The foreground as CSS has it. */
export const CSS_FOREGROUND = "var(--backendai-foreground, light-dark(#1f2328, #e6e6e6))";
/** What terminals have of their own, in light and dark. */
export const TERMINAL_COLORS = {
  background: ["#ffffff", "#131416"],
  foreground: ["#1f2328", "#d6d6d6"],
  selection: ["#b6d5ff", "#3d5a80"],
  black: ["#24292f", "#4a4d52"],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;
/** Colours of lanes. */
export const GIT_COLOR_COUNT = 6;
