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
  "application/vnd.backendai.interactive+json": "json",
  "application/vnd.plotly.v1+json": "json",
  "application/vnd.vegalite.v*+json": "json",
  "application/vnd.vega.v*+json": "json",
  "application/vnd.asciinema.asciicast": "text",
  "application/vnd.apache.arrow.stream": "binary",
  "application/vnd.dataresource+json": "json",
  "application/geo+json": "json",
  "audio/*": "binary",
  "video/*": "binary",
  "text/html": "text",
  "text/markdown": "text",
  "text/latex": "text",
  "application/x-tex": "text",
  "image/svg+xml": "text",
  "image/*": "binary",
  "application/pdf": "binary",
  "text/vnd.mermaid": "text",
  "application/vnd.mcp.app+json": "json",
  "text/csv": "text",
  "text/tab-separated-values": "text",
  "application/vnd.jupyter.widget-view+json": "json",
  "application/javascript": "text",
  "text/javascript": "text",
  "application/json": "json",
  "text/plain": "text",
  "text/*": "text",
  "application/*+json": "json",
};
/** Types whose payload is JSON though their names do not say so. */
export const JSON_TYPES: readonly string[] = ["application/vnd.sorna.gitgraph"];
/** Media type, highest rank first → the chunk that shows it. */
export const CHUNKS: Readonly<Record<string, string>> = {
  "application/x-sorna-drawing": "drawing",
  "application/vnd.sorna.gitgraph": "gitgraph",
  "application/vnd.backendai.interactive+json": "interactive",
  "application/vnd.plotly.v1+json": "frame",
  "application/vnd.vegalite.v*+json": "frame",
  "application/vnd.vega.v*+json": "frame",
  "application/vnd.asciinema.asciicast": "asciicast",
  "application/vnd.apache.arrow.stream": "table",
  "application/vnd.dataresource+json": "table",
  "application/geo+json": "geojson",
  "audio/*": "media",
  "video/*": "media",
  "text/html": "html",
  "text/markdown": "markdown",
  "text/latex": "latex",
  "application/x-tex": "latex",
  "image/svg+xml": "image",
  "image/*": "image",
  "application/pdf": "pdf",
  "text/vnd.mermaid": "frame",
  "application/vnd.mcp.app+json": "scripts",
  "text/csv": "table",
  "text/tab-separated-values": "table",
  "application/vnd.jupyter.widget-view+json": "widgets",
  "application/javascript": "scripts",
  "text/javascript": "scripts",
  "application/json": "json",
  "text/plain": "console",
  "text/*": "console",
  "application/*+json": "json",
};
/** Nesting of values in one call; deeper ones become invalid items. In levels. */
export const MAX_NESTING_LEVELS = 16;
/** Of one mimebundle; of more the first count, since each may be tried. In types. */
export const BUNDLE_MAX_TYPES = 30;
/** Malformed parts of one value that become items; later ones are left out. In parts. */
export const NORMALIZE_MAX_INVALID = 1000;
/** Of a displayed widget and what it contains, in which Output widgets are looked for. In models. */
export const WIDGET_MAX_MODELS = 1000;
/** That are looked up in this way for all widgets of a document; then only a displayed widget itself is. In models. */
export const WIDGET_MAX_LOOKUPS = 300_000;
/** Widgets whose states a scope keeps; of more the text shows. In models. */
export const WIDGET_MAX_KEPT = 20_000;
/** Of one widget; further ones are left out. In traits. */
export const WIDGET_MAX_TRAITS = 1000;
/** That one displayed widget shows with what it contains; further ones are left out. In views. */
export const WIDGET_MAX_VIEWS = 5000;
/** Widgets in one another in static pages; deeper ones are left out. In levels. */
export const WIDGET_MAX_LEVELS = 64;
/** Of a widget that is a list; further ones are left out. In options. */
export const WIDGET_MAX_OPTIONS = 10_000;
/** Of a widget for tags; further ones are left out. In tags. */
export const WIDGET_MAX_TAGS = 1000;
/** Length of a value of a widget's layout or style; a longer one is left out. In UTF-16 units. */
export const WIDGET_MAX_VALUE_UNITS = 300;
/** Lengths in a widget's layout; values with longer ones are left out. In CSS pixels. */
export const WIDGET_MAX_PX = 10_000;
/** Counts in a widget's layout; values with higher ones are left out. In tracks or lines. */
export const WIDGET_MAX_COUNT = 1000;
/** Output widgets whose blocks are open at the same time; of more the oldest counts as closed. In widgets. */
export const WIDGET_MAX_OPEN = 64;
/** Of an item with controls (`interactive`); a page refuses more. In states. */
export const INTERACTIVE_MAX_STATES = 10_000;
/** Of such an item. In controls. */
export const INTERACTIVE_MAX_CONTROLS = 32;
/** That all controls of such an item have to choose from. In values. */
export const INTERACTIVE_MAX_VALUES = 10_000;
/** That the packed states of such an item may take; Python makes no larger one. In characters. */
export const INTERACTIVE_MAX_PACKED = 10_000_000;
/** Of one state of such an item, and of one block of states, when they are decompressed (4 MiB). In bytes. */
export const INTERACTIVE_MAX_UNPACKED = 4_194_304;
/** That these may have however little is packed (128 KiB). In bytes. */
export const INTERACTIVE_MIN_UNPACKED = 131_072;
/** Further bytes that these may have for each character of all that is packed. In bytes. */
export const INTERACTIVE_MAX_EXPANSION = 4;
/** For answers in a page; of more the oldest become text, since browsers look through all fields for each new one. In boxes. */
export const INPUT_MAX_BOXES = 64;
/** Items after which pictures are loaded lazily. In items. */
export const LAZY_AFTER_ITEMS = 99;
/** Length of a notice's label, which may come from an output. In UTF-16 units. */
export const NOTICE_MAX_LABEL_UNITS = 100;
/** Length of the reason in a notice. In UTF-16 units. */
export const NOTICE_MAX_REASON_UNITS = 1000;
/** Work of one call of Python's `render` (`Limits.operations`), about a microsecond each; then outputs are shown with less formatting, with a note. In operations. */
export const RENDER_MAX_OPERATIONS = 500_000;
/** Further work for each character of the input, so that long inputs are not cut: time stays in proportion to them. In operations. */
export const RENDER_OPERATIONS_PER_CHARACTER = 0.5;
/** Items of one result that Python shows; further ones are only counted. In items. */
export const RENDER_MAX_ITEMS = 5000;
/** Cells of a notebook, and items of all of them; further ones are left out. In parts. */
export const RENDER_MAX_PARTS = 20_000;
/** Markup that an item may become in Python, whatever its size. In characters. */
export const RENDER_MIN_OUTPUT_CHARACTERS = 100_000;
/** That all items of one call of `render` may become beyond their own shares, so that many small items are no more than a long one. In characters. */
export const RENDER_SHARED_OUTPUT_CHARACTERS = 1_000_000;
/** That the style sheets of all HTML, Markdown and LaTeX of one call may have beyond the same share; of more, items have none. In characters. */
export const RENDER_SHARED_STYLE_CHARACTERS = 4_000_000;
/** That all packed items of one call (Arrow, `interactive`) may become out of proportion to their sizes (2 MiB). In bytes. */
export const RENDER_SHARED_UNPACKED_BYTES = 2_097_152;
/** Further markup for each character of the item, so that few bytes cannot become a page of megabytes. In characters. */
export const RENDER_MAX_OUTPUT_FACTOR = 16;
/** Console text; the middle of longer text is folded away, to bound memory. In lines. */
export const CONSOLE_MAX_LINES = 200_000;
/** Blocks kept above that fold. In blocks. */
export const CONSOLE_HEAD_BLOCKS = 40;
/** Length of a line of console text; a longer one continues on another line, since engines lay out endless lines slowly. A longer unfinished control sequence is text. In UTF-16 units. */
export const CONSOLE_MAX_LINE_UNITS = 4096;
/** Length of a character up to which accents that are written separately join it. In UTF-16 units. */
export const CONSOLE_MAX_JOINED_UNITS = 64;
/** Lines above the last one that the cursor can still change, at least. In lines. */
export const CONSOLE_MIN_REACHABLE_LINES = 256;
/** Lines in a block, which is laid out when it comes near the screen. In lines. */
export const CONSOLE_BLOCK_LINES = 256;
/** Weight after which a block with fewer lines ends: length, and what the page has to make of it. In UTF-16 units. */
export const CONSOLE_BLOCK_UNITS = 32_768;
/** Weight of a stretch of text with a style of its own, which is an element. In UTF-16 units. */
export const CONSOLE_RUN_WEIGHT = 8;
/** Weight of a unit in a line that may have wide characters, which are elements, too. In UTF-16 units. */
export const CONSOLE_WIDE_WEIGHT = 4;
/** Blanks that the cursor may leave before distant text in any output; further ones are left out. In columns. */
export const CONSOLE_FIRST_BLANKS = 65_536;
/** Further blanks for each UTF-16 unit of the output. In columns. */
export const CONSOLE_BLANKS_PER_UNIT = 8;
/** Long lines that form a block before they are out of the cursor's reach. In lines. */
export const CONSOLE_MIN_BLOCK_LINES = 64;
/** Text read before blocks are formed; the cursor's reach depends on it. In UTF-16 units. */
export const CONSOLE_SLICE_UNITS = 32_768;
/** Length of HTML; longer HTML is shown as text, in the browser with a button (`options.sanitize.limit`). In characters. */
export const HTML_MAX_LENGTH = 1_000_000;
/** Of a mail; of more the largest items are cut, with a note, before they take time. In elements. */
export const MAIL_MAX_ELEMENTS = 10_000;
/** HTML of a mail, without its pictures; longer items are cut, with a note. Gmail hides what comes after 102 KB. In bytes. */
export const MAIL_MAX_BYTES = 100_000;
/** Elements in elements; deeper tags are left out, since parsers take time in proportion to the depth for each of them. In levels. */
export const HTML_MAX_NESTING_LEVELS = 256;
/** Open formatting elements (`<b>`, `<font>`, …): a parser repeats those in each paragraph. In levels. */
export const HTML_MAX_FORMATTING_LEVELS = 32;
/** Attributes of an element; parsers compare each with all others. In attributes. */
export const HTML_MAX_ATTRIBUTES = 200;
/** Blocks and brackets in one another in a style sheet; the sheet ends before deeper ones. In levels. */
export const CSS_MAX_NESTING_LEVELS = 32;
/** Of one selector; the sheet ends before a longer one, since engines take time that grows with the square of their number to write it. In combinators. */
export const CSS_MAX_COMBINATORS = 256;
/** Style rules, and functions of selectors such as `:is()`, in one another; rules beyond are left out, since each level multiplies how often an engine looks at each element. In levels. */
export const CSS_MAX_SELECTOR_LEVELS = 3;
/** That cells and columns of an output's tables span in all; later ones span one. In rows and columns. */
export const HTML_MAX_SPANS = 20_000;
/** From within patterns, masks, markers and clip paths of an output's pictures to others: each multiplies what is painted. In references. */
export const SVG_MAX_INNER_REFERENCES = 20;
/** Of an SVG; if it has more, all are left out, since engines take time that grows with the square of those outside the root element. In comments and processing instructions. */
export const SVG_MAX_COMMENTS = 1000;
/** Length of Markdown; longer Markdown is shown as text, in the browser with a button. In characters. */
export const MARKDOWN_MAX_LENGTH = 1_000_000;
/** Lines of a displayed formula in Markdown; longer ones are text. In lines. */
export const MARKDOWN_MAX_FORMULA_LINES = 200;
/** Length of a formula; a longer one is shown as its source. In characters. */
export const LATEX_MAX_FORMULA_LENGTH = 5000;
/** Length of a piece of code; a longer one is not coloured, since that would block the page. In characters. */
export const CODE_MAX_LENGTH = 20_000;
/** Length of a line of code; code with a longer one is not coloured, since the patterns of highlighters go back and forth within lines. In characters. */
export const CODE_MAX_LINE_LENGTH = 2000;
/** An Arrow stream may become when it is decompressed, whatever its size (4 MiB). In bytes. */
export const ARROW_MIN_BYTES = 4_194_304;
/** Further bytes for each byte of the stream; further record batches are only counted. In bytes. */
export const ARROW_MAX_EXPANSION = 12;
/** Commands in one drawing item. In commands. */
export const DRAWING_MAX_COMMANDS = 1_000_000;
/** Msgpack in one drawing item (32 MiB). In bytes. */
export const DRAWING_MAX_BYTES = 33_554_432;
/** Canvases in one scope. In canvases. */
export const DRAWING_MAX_CANVASES = 1000;
/** Width and height of a canvas, as browsers' bitmaps allow. In CSS pixels. */
export const DRAWING_MAX_SIDE_PX = 32_767;
/** Magnitude of coordinates and other numbers, positive or negative. In CSS pixels. */
export const DRAWING_MAX_NUMBER = 1_000_000_000;
/** Length of a text, or of path data. In characters. */
export const DRAWING_MAX_TEXT_LENGTH = 100_000;
/** Font size. In CSS pixels. */
export const DRAWING_MAX_FONT_PX = 10_000;
/** Numbers in one polygon, which is painted in one go. In numbers. */
export const DRAWING_MAX_POLYGON_NUMBERS = 100_000;
/** Numbers in all polygons of a canvas, counted again at each change. In numbers. */
export const DRAWING_MAX_POLYGON_WORK = 10_000_000;
/** Duration of an animated step at speed 1. In seconds. */
export const DRAWING_STEP_SECONDS = 0.18;
/** Pause between two steps at speed 1. In seconds. */
export const DRAWING_GAP_SECONDS = 0.12;
/** Duration of an animation; a longer one is played faster. In seconds. */
export const DRAWING_MAX_PLAY_SECONDS = 60;
/** Initial scale of a new circle, arc, box or image, which grows from it. In parts of its size. */
export const DRAWING_START_SCALE = 0.3;
/** Length of a text that may be a number, a date or a missing value. In UTF-16 units. */
export const TABLE_MAX_TYPED_UNITS = 64;
/** Columns of a table; of more the first ones show, since each takes memory. In columns. */
export const TABLE_MAX_COLUMNS = 100_000;
/** Distance between commits. In CSS pixels. */
export const GIT_ROW_PX = 24;
/** Distance between lanes; less if the page is narrow. In CSS pixels. */
export const GIT_MAX_LANE_PX = 14;
/** Distance to either side in which a free lane is searched for. In lanes. */
export const GIT_LANE_SEARCH_DISTANCE = 32;
/** Parents of one commit, which is laid out in one go; of more the first ones show. In parents. */
export const GIT_MAX_PARENTS = 100_000;
/** Size of a terminal; larger sizes are reduced to it. In rows or columns. */
export const TERMINAL_MAX_SIZE = 1000;
/** How often one control sequence repeats a character; programs repeat it within a line. In times. */
export const TERMINAL_MAX_REPEATS = 1000;
/** Accents and joiners in one cell; more go on in the next one, since engines lay out endless clusters slowly. In characters. */
export const TERMINAL_MAX_JOINED_CHARACTERS = 32;
/** Links of a terminal that can be clicked; the emulator moves each when a line scrolls. In links. */
export const TERMINAL_MAX_LINKS = 5000;
/** Lines by which the emulator remembers one link; it looks through them at every character. In lines. */
export const TERMINAL_MAX_LINK_LINES = 64;
/** Rows × columns of a recorded terminal; of larger ones the first rows show, since a frame paints every cell. In cells. */
export const RECORDING_MAX_CELLS = 40_000;
/** Length of an event in a recording, which is parsed in one go; longer ones are left out and counted. In characters. */
export const RECORDING_MAX_LINE_LENGTH = 1_000_000;
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
  ["#1d68dc", "#a5d6ff"],
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
/** Modules whose widgets are shown by controls of our own. */
export const WIDGET_MODULES: readonly string[] = [
  "@jupyter-widgets/base",
  "@jupyter-widgets/controls",
  "@jupyter-widgets/output",
  "jupyter-js-widgets",
];
/** Properties that Layout models may have, with `_` for `-`. */
export const WIDGET_LAYOUT: readonly string[] = [
  "align_content",
  "align_items",
  "align_self",
  "border",
  "border_top",
  "border_right",
  "border_bottom",
  "border_left",
  "display",
  "flex",
  "flex_flow",
  "grid_area",
  "grid_auto_columns",
  "grid_auto_flow",
  "grid_auto_rows",
  "grid_column",
  "grid_gap",
  "grid_row",
  "grid_template_areas",
  "grid_template_columns",
  "grid_template_rows",
  "height",
  "justify_content",
  "justify_items",
  "margin",
  "max_height",
  "max_width",
  "min_height",
  "min_width",
  "object_fit",
  "object_position",
  "order",
  "overflow",
  "overflow_x",
  "overflow_y",
  "padding",
  "visibility",
  "width",
];
/** Traits of style models → the properties that they are. */
export const WIDGET_STYLES: Readonly<Record<string, string>> = {
  font_family: "font-family",
  font_size: "font-size",
  font_style: "font-style",
  font_variant: "font-variant",
  font_weight: "font-weight",
  text_decoration: "text-decoration",
  text_color: "color",
};
/** Units → CSS pixels, at most, in usual pages. */
export const WIDGET_PIXELS: Readonly<Record<string, number>> = {
  em: 16,
  rem: 16,
  ex: 9,
  ch: 9,
  in: 96,
  cm: 38,
  mm: 4,
  pt: 1.4,
  pc: 16,
  "%": 20,
};
/** Font Awesome's names → characters. */
export const WIDGET_ICONS: Readonly<Record<string, string>> = {
  check: "✓",
  times: "✕",
  close: "✕",
  remove: "✕",
  plus: "+",
  minus: "−",
  play: "▶",
  pause: "⏸",
  stop: "⏹",
  "step-forward": "⏭",
  "step-backward": "⏮",
  forward: "⏩",
  backward: "⏪",
  repeat: "↻",
  retweet: "↻",
  refresh: "↻",
  sync: "↻",
  undo: "↶",
  "rotate-left": "↶",
  redo: "↷",
  search: "⌕",
  upload: "⇧",
  download: "⇩",
  save: "⇩",
  "arrow-left": "←",
  "arrow-right": "→",
  "arrow-up": "↑",
  "arrow-down": "↓",
  "chevron-left": "‹",
  "chevron-right": "›",
  "angle-left": "‹",
  "angle-right": "›",
  "caret-left": "◂",
  "caret-right": "▸",
  star: "★",
  heart: "♥",
  info: "ℹ",
  question: "?",
  exclamation: "!",
  home: "⌂",
  trash: "🗑",
  edit: "✎",
  pencil: "✎",
  cog: "⚙",
  gear: "⚙",
  circle: "●",
  square: "■",
  envelope: "✉",
  eye: "👁",
  lock: "🔒",
  unlock: "🔓",
  link: "🔗",
  camera: "📷",
  file: "🗎",
  folder: "🗀",
  bars: "≡",
};
