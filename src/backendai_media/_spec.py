"""Facts that both languages share. Made by scripts/generate from spec/; change the facts there."""

from typing import Any, Final, Literal

# fmt: off
#: Media type, highest rank first → what its payload is.
PAYLOADS: Final[dict[str, Literal["text", "binary", "json"]]] = {
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
}
#: Types whose payload is JSON though their names do not say so.
JSON_TYPES: Final[tuple[str, ...]] = ("application/vnd.sorna.gitgraph",)
#: Media type, highest rank first → the chunk that shows it.
CHUNKS: Final[dict[str, str]] = {
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
}
#: Media type → module and function of `rendering` that show it.
STATIC_FORMS: Final[dict[str, str | None]] = {
    "application/x-sorna-drawing": "drawings.drawing",
    "application/vnd.sorna.gitgraph": "drawings.gitgraph",
    "application/vnd.backendai.interactive+json": "interactive.interactive",
    "application/vnd.plotly.v1+json": "charts.plotly",
    "application/vnd.vegalite.v*+json": "charts.vega",
    "application/vnd.vega.v*+json": "charts.vega",
    "application/vnd.asciinema.asciicast": "players.asciicast",
    "application/vnd.apache.arrow.stream": "tables.arrow",
    "application/vnd.dataresource+json": "tables.resource",
    "application/geo+json": "geojson.outline",
    "audio/*": "players.media",
    "video/*": "players.media",
    "text/html": "html.render",
    "text/markdown": "markdown.markdown",
    "text/latex": "latex.formula",
    "application/x-tex": "latex.formula",
    "image/svg+xml": "images.image",
    "image/*": "images.image",
    "application/pdf": "players.pdf",
    "text/vnd.mermaid": "console.text",
    "application/vnd.mcp.app+json": "scripts.app",
    "text/csv": "tables.separated",
    "text/tab-separated-values": "tables.separated",
    "application/vnd.jupyter.widget-view+json": "widgets.widget",
    "application/javascript": "scripts.script",
    "text/javascript": "scripts.script",
    "application/json": "jsontree.tree",
    "text/plain": "console.text",
    "text/*": "console.text",
    "application/*+json": "jsontree.tree",
}
#: Media type → kind of picture that `previews` draws of it.
PREVIEWS: Final[dict[str, str | None]] = {
    "application/x-sorna-drawing": None,
    "application/vnd.sorna.gitgraph": None,
    "application/vnd.backendai.interactive+json": None,
    "application/vnd.plotly.v1+json": "plotly",
    "application/vnd.vegalite.v*+json": "vega",
    "application/vnd.vega.v*+json": "vega",
    "application/vnd.asciinema.asciicast": "recording",
    "application/vnd.apache.arrow.stream": None,
    "application/vnd.dataresource+json": "resource",
    "application/geo+json": "map",
    "audio/*": "sound",
    "video/*": "video",
    "text/html": "html",
    "text/markdown": "text",
    "text/latex": "formula",
    "application/x-tex": "formula",
    "image/svg+xml": "image",
    "image/*": "image",
    "application/pdf": "pdf",
    "text/vnd.mermaid": "text",
    "application/vnd.mcp.app+json": None,
    "text/csv": "separated",
    "text/tab-separated-values": "separated",
    "application/vnd.jupyter.widget-view+json": "widget",
    "application/javascript": "text",
    "text/javascript": "text",
    "application/json": "json",
    "text/plain": "plain",
    "text/*": "text",
    "application/*+json": "json",
}
#: Nesting of values in one call; deeper ones become invalid items. In levels.
MAX_NESTING_LEVELS: Final[int] = 16
#: Of one mimebundle; of more the first count, since each may be tried. In types.
BUNDLE_MAX_TYPES: Final[int] = 30
#: Malformed parts of one value that become items; later ones are left out. In parts.
NORMALIZE_MAX_INVALID: Final[int] = 1000
#: Of a displayed widget and what it contains, in which Output widgets are looked for. In models.
WIDGET_MAX_MODELS: Final[int] = 1000
#: That are looked up in this way for all widgets of a document; then only a displayed widget itself is. In models.
WIDGET_MAX_LOOKUPS: Final[int] = 300_000
#: Widgets whose states a scope keeps; of more the text shows. In models.
WIDGET_MAX_KEPT: Final[int] = 20_000
#: Of one widget; further ones are left out. In traits.
WIDGET_MAX_TRAITS: Final[int] = 1000
#: That one displayed widget shows with what it contains; further ones are left out. In views.
WIDGET_MAX_VIEWS: Final[int] = 5000
#: Widgets in one another in static pages; deeper ones are left out. In levels.
WIDGET_MAX_LEVELS: Final[int] = 64
#: Of a widget that is a list; further ones are left out. In options.
WIDGET_MAX_OPTIONS: Final[int] = 10_000
#: Of a widget for tags; further ones are left out. In tags.
WIDGET_MAX_TAGS: Final[int] = 1000
#: Length of a value of a widget's layout or style; a longer one is left out. In UTF-16 units.
WIDGET_MAX_VALUE_UNITS: Final[int] = 300
#: Lengths in a widget's layout; values with longer ones are left out. In CSS pixels.
WIDGET_MAX_PX: Final[int] = 10_000
#: Counts in a widget's layout; values with higher ones are left out. In tracks or lines.
WIDGET_MAX_COUNT: Final[int] = 1000
#: Output widgets whose blocks are open at the same time; of more the oldest counts as closed. In widgets.
WIDGET_MAX_OPEN: Final[int] = 64
#: Of an item with controls (`interactive`); a page refuses more. In states.
INTERACTIVE_MAX_STATES: Final[int] = 10_000
#: Of such an item. In controls.
INTERACTIVE_MAX_CONTROLS: Final[int] = 32
#: That all controls of such an item have to choose from. In values.
INTERACTIVE_MAX_VALUES: Final[int] = 10_000
#: That the packed states of such an item may take; Python makes no larger one. In characters.
INTERACTIVE_MAX_PACKED: Final[int] = 10_000_000
#: Of one state of such an item, and of one block of states, when they are decompressed (4 MiB). In bytes.
INTERACTIVE_MAX_UNPACKED: Final[int] = 4_194_304
#: That these may have however little is packed (128 KiB). In bytes.
INTERACTIVE_MIN_UNPACKED: Final[int] = 131_072
#: Further bytes that these may have for each character of all that is packed. In bytes.
INTERACTIVE_MAX_EXPANSION: Final[int] = 4
#: For answers in a page; of more the oldest become text, since browsers look through all fields for each new one. In boxes.
INPUT_MAX_BOXES: Final[int] = 64
#: Items after which pictures are loaded lazily. In items.
LAZY_AFTER_ITEMS: Final[int] = 99
#: Length of a notice's label, which may come from an output. In UTF-16 units.
NOTICE_MAX_LABEL_UNITS: Final[int] = 100
#: Length of the reason in a notice. In UTF-16 units.
NOTICE_MAX_REASON_UNITS: Final[int] = 1000
#: Work of one call of Python's `render` (`Limits.operations`), about a microsecond each; then outputs are shown with less formatting, with a note. In operations.
RENDER_MAX_OPERATIONS: Final[int] = 500_000
#: Further work for each character of the input, so that long inputs are not cut: time stays in proportion to them. In operations.
RENDER_OPERATIONS_PER_CHARACTER: Final[float] = 0.5
#: Items of one result that Python shows; further ones are only counted. In items.
RENDER_MAX_ITEMS: Final[int] = 5000
#: Cells of a notebook, and items of all of them; further ones are left out. In parts.
RENDER_MAX_PARTS: Final[int] = 20_000
#: Markup that an item may become in Python, whatever its size. In characters.
RENDER_MIN_OUTPUT_CHARACTERS: Final[int] = 100_000
#: That all items of one call of `render` may become beyond their own shares, so that many small items are no more than a long one. In characters.
RENDER_SHARED_OUTPUT_CHARACTERS: Final[int] = 1_000_000
#: That the style sheets of all HTML, Markdown and LaTeX of one call may have beyond the same share; of more, items have none. In characters.
RENDER_SHARED_STYLE_CHARACTERS: Final[int] = 4_000_000
#: That all packed items of one call (Arrow, `interactive`) may become out of proportion to their sizes (2 MiB). In bytes.
RENDER_SHARED_UNPACKED_BYTES: Final[int] = 2_097_152
#: Further markup for each character of the item, so that few bytes cannot become a page of megabytes. In characters.
RENDER_MAX_OUTPUT_FACTOR: Final[int] = 16
#: Console text; the middle of longer text is folded away, to bound memory. In lines.
CONSOLE_MAX_LINES: Final[int] = 200_000
#: Blocks kept above that fold. In blocks.
CONSOLE_HEAD_BLOCKS: Final[int] = 40
#: Length of a line of console text; a longer one continues on another line, since engines lay out endless lines slowly. A longer unfinished control sequence is text. In UTF-16 units.
CONSOLE_MAX_LINE_UNITS: Final[int] = 4096
#: Length of a character up to which accents that are written separately join it. In UTF-16 units.
CONSOLE_MAX_JOINED_UNITS: Final[int] = 64
#: Lines above the last one that the cursor can still change, at least. In lines.
CONSOLE_MIN_REACHABLE_LINES: Final[int] = 256
#: Lines in a block, which is laid out when it comes near the screen. In lines.
CONSOLE_BLOCK_LINES: Final[int] = 256
#: Weight after which a block with fewer lines ends: length, and what the page has to make of it. In UTF-16 units.
CONSOLE_BLOCK_UNITS: Final[int] = 32_768
#: Weight of a stretch of text with a style of its own, which is an element. In UTF-16 units.
CONSOLE_RUN_WEIGHT: Final[int] = 8
#: Weight of a unit in a line that may have wide characters, which are elements, too. In UTF-16 units.
CONSOLE_WIDE_WEIGHT: Final[int] = 4
#: Blanks that the cursor may leave before distant text in any output; further ones are left out. In columns.
CONSOLE_FIRST_BLANKS: Final[int] = 65_536
#: Further blanks for each UTF-16 unit of the output. In columns.
CONSOLE_BLANKS_PER_UNIT: Final[int] = 8
#: Long lines that form a block before they are out of the cursor's reach. In lines.
CONSOLE_MIN_BLOCK_LINES: Final[int] = 64
#: Text read before blocks are formed; the cursor's reach depends on it. In UTF-16 units.
CONSOLE_SLICE_UNITS: Final[int] = 32_768
#: Length of HTML; longer HTML is shown as text, in the browser with a button (`options.sanitize.limit`). In characters.
HTML_MAX_LENGTH: Final[int] = 50_000_000
#: Of a mail; of more the largest items are cut, with a note, before they take time. In elements.
MAIL_MAX_ELEMENTS: Final[int] = 10_000
#: HTML of a mail, without its pictures; longer items are cut, with a note. Gmail hides what comes after 102 KB. In bytes.
MAIL_MAX_BYTES: Final[int] = 100_000
#: Elements in elements; deeper tags are left out, since parsers take time in proportion to the depth for each of them. In levels.
HTML_MAX_NESTING_LEVELS: Final[int] = 256
#: Open formatting elements (`<b>`, `<font>`, …): a parser repeats those in each paragraph. In levels.
HTML_MAX_FORMATTING_LEVELS: Final[int] = 32
#: Attributes of an element; parsers compare each with all others. In attributes.
HTML_MAX_ATTRIBUTES: Final[int] = 200
#: Blocks and brackets in one another in a style sheet; the sheet ends before deeper ones. In levels.
CSS_MAX_NESTING_LEVELS: Final[int] = 32
#: Of one selector; the sheet ends before a longer one, since engines take time that grows with the square of their number to write it. In combinators.
CSS_MAX_COMBINATORS: Final[int] = 256
#: Style rules, and functions of selectors such as `:is()`, in one another; rules beyond are left out, since each level multiplies how often an engine looks at each element. In levels.
CSS_MAX_SELECTOR_LEVELS: Final[int] = 3
#: That cells and columns of an output's tables span in all; later ones span one. In rows and columns.
HTML_MAX_SPANS: Final[int] = 20_000
#: From within patterns, masks, markers and clip paths of an output's pictures to others: each multiplies what is painted. In references.
SVG_MAX_INNER_REFERENCES: Final[int] = 20
#: Of an SVG; if it has more, all are left out, since engines take time that grows with the square of those outside the root element. In comments and processing instructions.
SVG_MAX_COMMENTS: Final[int] = 1000
#: Length of Markdown; longer Markdown is shown as text, in the browser with a button. In characters.
MARKDOWN_MAX_LENGTH: Final[int] = 5_000_000
#: Lines of a displayed formula in Markdown; longer ones are text. In lines.
MARKDOWN_MAX_FORMULA_LINES: Final[int] = 200
#: Length of a formula; a longer one is shown as its source. In characters.
LATEX_MAX_FORMULA_LENGTH: Final[int] = 20_000
#: Length of a piece of code; a longer one is not coloured, since that would block the page. In characters.
CODE_MAX_LENGTH: Final[int] = 200_000
#: Length of a line of code; code with a longer one is not coloured, since the patterns of highlighters go back and forth within lines. In characters.
CODE_MAX_LINE_LENGTH: Final[int] = 2000
#: An Arrow stream may become when it is decompressed, whatever its size (4 MiB). In bytes.
ARROW_MIN_BYTES: Final[int] = 4_194_304
#: Further bytes for each byte of the stream; further record batches are only counted. In bytes.
ARROW_MAX_EXPANSION: Final[int] = 12
#: Commands in one drawing item. In commands.
DRAWING_MAX_COMMANDS: Final[int] = 1_000_000
#: Msgpack in one drawing item (32 MiB). In bytes.
DRAWING_MAX_BYTES: Final[int] = 33_554_432
#: Canvases in one scope. In canvases.
DRAWING_MAX_CANVASES: Final[int] = 1000
#: Width and height of a canvas, as browsers' bitmaps allow. In CSS pixels.
DRAWING_MAX_SIDE_PX: Final[int] = 32_767
#: Magnitude of coordinates and other numbers, positive or negative. In CSS pixels.
DRAWING_MAX_NUMBER: Final[int] = 1_000_000_000
#: Length of a text, or of path data. In characters.
DRAWING_MAX_TEXT_LENGTH: Final[int] = 100_000
#: Font size. In CSS pixels.
DRAWING_MAX_FONT_PX: Final[int] = 10_000
#: Numbers in one polygon, which is painted in one go. In numbers.
DRAWING_MAX_POLYGON_NUMBERS: Final[int] = 100_000
#: Numbers in all polygons of a canvas, counted again at each change. In numbers.
DRAWING_MAX_POLYGON_WORK: Final[int] = 10_000_000
#: Duration of an animated step at speed 1. In seconds.
DRAWING_STEP_SECONDS: Final[float] = 0.18
#: Pause between two steps at speed 1. In seconds.
DRAWING_GAP_SECONDS: Final[float] = 0.12
#: Duration of an animation; a longer one is played faster. In seconds.
DRAWING_MAX_PLAY_SECONDS: Final[int] = 60
#: Initial scale of a new circle, arc, box or image, which grows from it. In parts of its size.
DRAWING_START_SCALE: Final[float] = 0.3
#: Length of a text that may be a number, a date or a missing value. In UTF-16 units.
TABLE_MAX_TYPED_UNITS: Final[int] = 64
#: Columns of a table; of more the first ones show, since each takes memory. In columns.
TABLE_MAX_COLUMNS: Final[int] = 100_000
#: Distance between commits. In CSS pixels.
GIT_ROW_PX: Final[int] = 24
#: Distance between lanes; less if the page is narrow. In CSS pixels.
GIT_MAX_LANE_PX: Final[int] = 14
#: Distance to either side in which a free lane is searched for. In lanes.
GIT_LANE_SEARCH_DISTANCE: Final[int] = 32
#: Parents of one commit, which is laid out in one go; of more the first ones show. In parents.
GIT_MAX_PARENTS: Final[int] = 100_000
#: Size of a terminal; larger sizes are reduced to it. In rows or columns.
TERMINAL_MAX_SIZE: Final[int] = 1000
#: How often one control sequence repeats a character; programs repeat it within a line. In times.
TERMINAL_MAX_REPEATS: Final[int] = 1000
#: Accents and joiners in one cell; more go on in the next one, since engines lay out endless clusters slowly. In characters.
TERMINAL_MAX_JOINED_CHARACTERS: Final[int] = 32
#: Links of a terminal that can be clicked; the emulator moves each when a line scrolls. In links.
TERMINAL_MAX_LINKS: Final[int] = 5000
#: Lines by which the emulator remembers one link; it looks through them at every character. In lines.
TERMINAL_MAX_LINK_LINES: Final[int] = 64
#: Rows × columns of a recorded terminal; of larger ones the first rows show, since a frame paints every cell. In cells.
RECORDING_MAX_CELLS: Final[int] = 40_000
#: Length of an event in a recording, which is parsed in one go; longer ones are left out and counted. In characters.
RECORDING_MAX_LINE_LENGTH: Final[int] = 1_000_000
#: Shape → its fields: name, kind, and what a missing one is (`stroke`: the canvas's).
DRAWING_FIELDS: Final[dict[str, tuple[tuple[Any, ...], ...]]] = {
    "line": (
        ("x1", "number"),
        ("y1", "number"),
        ("x2", "number"),
        ("y2", "number"),
        ("color", "color", "stroke"),
        ("width", "size", 2),
    ),
    "circle": (
        ("x", "number"),
        ("y", "number"),
        ("radius", "size"),
        ("border", "color", "stroke"),
        ("fill", "color", "#ffffff00"),
        ("angle", "number", 0),
        ("width", "size", 2),
    ),
    "rect": (
        ("x", "number"),
        ("y", "number"),
        ("w", "size"),
        ("h", "size"),
        ("border", "color", "stroke"),
        ("fill", "color", "#ffffff00"),
        ("angle", "number", 0),
        ("width", "size", 2),
    ),
    "triangle": (
        ("x", "number"),
        ("y", "number"),
        ("w", "size"),
        ("h", "size"),
        ("border", "color", "stroke"),
        ("fill", "color", "#ffffff00"),
        ("angle", "number", 0),
        ("width", "size", 2),
    ),
    "polygon": (
        ("points", "points"),
        ("border", "color", "stroke"),
        ("fill", "color", "#ffffff00"),
        ("width", "size", 2),
    ),
    "path": (
        ("x", "number"),
        ("y", "number"),
        ("d", "path"),
        ("border", "color", "stroke"),
        ("fill", "color", "#ffffff00"),
        ("angle", "number", 0),
        ("width", "size", 2),
    ),
    "text": (
        ("x", "number"),
        ("y", "number"),
        ("text", "text"),
        ("color", "color", "stroke"),
        ("font", "font", ("sans-serif", 16, "normal")),
        ("align", "align", "left"),
        ("angle", "number", 0),
    ),
    "image": (
        ("x", "number"),
        ("y", "number"),
        ("w", "size"),
        ("h", "size"),
        ("href", "image"),
        ("angle", "number", 0),
    ),
    "arc": (
        ("x", "number"),
        ("y", "number"),
        ("radius", "size"),
        ("start", "number"),
        ("extent", "number"),
        ("border", "color", "stroke"),
        ("fill", "color", "#ffffff00"),
        ("angle", "number", 0),
        ("width", "size", 2),
        ("close", "close", "open"),
    ),
}
#: What every object has besides.
DRAWING_COMMON: Final[tuple[tuple[Any, ...], ...]] = (
    ("angle", "number", 0),
    ("visible", "flag", True),
    ("opacity", "unit", 1),
    ("z", "number", 0),
)
#: Properties that `update` changes without their being fields.
DRAWING_MOVES: Final[dict[str, tuple[tuple[Any, ...], ...]]] = {
    "all": (("rotate", "number"),),
    "polygon": (("x", "number"), ("y", "number")),
}
#: Kinds of field whose values are words.
DRAWING_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "align": ("left", "center", "right"),
    "close": ("open", "chord", "pie"),
    "style": ("normal", "bold", "italic", "bold italic"),
}
#: The 16 colours of ANSI text, in light and dark.
ANSI_COLORS: Final[tuple[tuple[str, str], ...]] = (
    ("#24292f", "#8b949e"),
    ("#b3261e", "#ff7b72"),
    ("#1a7f37", "#56d364"),
    ("#7d5b00", "#e3b341"),
    ("#0a58ca", "#79c0ff"),
    ("#8a3ab9", "#d2a8ff"),
    ("#0e7490", "#56d4dd"),
    ("#59636e", "#c9d1d9"),
    ("#656d76", "#9198a1"),
    ("#cf222e", "#ffa198"),
    ("#116329", "#7ee787"),
    ("#8a5a00", "#f2cc60"),
    ("#1d68dc", "#a5d6ff"),
    ("#a626a4", "#e2c5ff"),
    ("#1b7c83", "#b3f0ff"),
    ("#57606a", "#ffffff"),
)
#: Colours of everything, in light and dark.
THEME_COLORS: Final[dict[str, tuple[str, str]]] = {
    "background": ("#ffffff", "#161b22"),
    "foreground": ("#1f2328", "#e6e6e6"),
    "muted": ("#59636e", "#9da5b0"),
    "accent": ("#0a58ca", "#79aaff"),
    "error": ("#b3261e", "#ff8a80"),
}
#: The background as CSS has it.
CSS_BACKGROUND: Final[str] = "var(--backendai-background, light-dark(#fff, #161b22))"
#: The foreground as CSS has it.
CSS_FOREGROUND: Final[str] = "var(--backendai-foreground, light-dark(#1f2328, #e6e6e6))"
#: Colours of lanes, in light and dark.
GIT_COLORS: Final[tuple[tuple[str, str], ...]] = (
    ("#232bad", "#64a6e9"),
    ("#fd6324", "#fee657"),
    ("#6e69f3", "#5d5bc5"),
    ("#631c50", "#a64b4e"),
    ("#b47fa2", "#68f3fa"),
    ("#9f4549", "#bf9e3d"),
)
#: Property → the elements on which all mail programs keep it.
MAIL_PROPERTIES: Final[dict[str, str]] = {
    "background-color": "all",
    "border": "table td th",
    "border-top": "table td th",
    "border-right": "table td th",
    "border-bottom": "table td th",
    "border-left": "table td th",
    "border-color": "table td th",
    "border-style": "table td th",
    "border-width": "table td th",
    "border-collapse": "all",
    "direction": "all",
    "font": "all",
    "font-family": "all",
    "font-style": "all",
    "color": "all",
    "font-size": "all",
    "font-weight": "all",
    "line-height": "all",
    "list-style-type": "all",
    "margin": "blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr img li ol p pre table ul",
    "margin-top": "blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr img li ol p pre table ul",
    "margin-right": "blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr img li ol p pre table ul",
    "margin-bottom": "blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr img li ol p pre table ul",
    "margin-left": "blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr img li ol p pre table ul",
    "padding": "td th",
    "padding-top": "td th",
    "padding-right": "td th",
    "padding-bottom": "td th",
    "padding-left": "td th",
    "text-align": "all",
    "text-decoration": "all",
    "text-transform": "all",
    "vertical-align": "all",
    "word-break": "all",
    "width": "hr table td th",
    "height": "hr img table td th tr",
    "max-width": "table",
}
#: Modules whose widgets are shown by controls of our own.
WIDGET_MODULES: Final[tuple[str, ...]] = (
    "@jupyter-widgets/base",
    "@jupyter-widgets/controls",
    "@jupyter-widgets/output",
    "jupyter-js-widgets",
)
#: Properties that Layout models may have, with `_` for `-`.
WIDGET_LAYOUT: Final[tuple[str, ...]] = (
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
)
#: Traits of style models → the properties that they are.
WIDGET_STYLES: Final[dict[str, str]] = {
    "font_family": "font-family",
    "font_size": "font-size",
    "font_style": "font-style",
    "font_variant": "font-variant",
    "font_weight": "font-weight",
    "text_decoration": "text-decoration",
    "text_color": "color",
}
#: Units → CSS pixels, at most, in usual pages.
WIDGET_PIXELS: Final[dict[str, float]] = {
    "em": 16,
    "rem": 16,
    "ex": 9,
    "ch": 9,
    "in": 96,
    "cm": 38,
    "mm": 4,
    "pt": 1.4,
    "pc": 16,
    "%": 20,
}
#: Font Awesome's names → characters.
WIDGET_ICONS: Final[dict[str, str]] = {
    "check": "✓",
    "times": "✕",
    "close": "✕",
    "remove": "✕",
    "plus": "+",
    "minus": "−",
    "play": "▶",
    "pause": "⏸",
    "stop": "⏹",
    "step-forward": "⏭",
    "step-backward": "⏮",
    "forward": "⏩",
    "backward": "⏪",
    "repeat": "↻",
    "retweet": "↻",
    "refresh": "↻",
    "sync": "↻",
    "undo": "↶",
    "rotate-left": "↶",
    "redo": "↷",
    "search": "⌕",
    "upload": "⇧",
    "download": "⇩",
    "save": "⇩",
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
    "star": "★",
    "heart": "♥",
    "info": "ℹ",
    "question": "?",
    "exclamation": "!",
    "home": "⌂",
    "trash": "🗑",
    "edit": "✎",
    "pencil": "✎",
    "cog": "⚙",
    "gear": "⚙",
    "circle": "●",
    "square": "■",
    "envelope": "✉",
    "eye": "👁",
    "lock": "🔒",
    "unlock": "🔓",
    "link": "🔗",
    "camera": "📷",
    "file": "🗎",
    "folder": "🗀",
    "bars": "≡",
}
