"""Writes everything that is made from spec/: modules for each language, and tables of the docs.

`--check` writes nothing; it names what is stale, and fails where there is any.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
SPEC = ROOT / "spec"
PYTHON = "src/backendai_media/_spec.py"
TYPESCRIPT = "browser/src/shared/spec.ts"
DECLARATIONS = "browser/src/backendai-media.d.ts"
LANGUAGES = "src/backendai_media/rendering/languages"
#: Where a text is shown → as the table of them says it.
PLACES = {"page": "page", "static": "static pages", "both": "both"}
FIELDS = "as const satisfies Readonly<Record<string, readonly DrawingField[]>>"
WORDS = "as const satisfies Readonly<Record<string, readonly string[]>>"
NOTE = "Made by scripts/generate from spec/; change the facts there."


def main() -> int:
    """Write the files, or with `--check` compare them."""
    check = sys.argv[1:] == ["--check"]
    stale = []
    for name, text in generated():
        path = ROOT / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name} is stale; run scripts/generate" if check else f"{name} written")
    return 1 if check and stale else 0


def generated() -> Iterator[tuple[str, str]]:
    """Return each generated file's name and text."""
    types, limits, palette = facts("types"), facts("limits"), facts("palette")
    constants = [
        *of_types([row for row in types if "/" in row["type"]]),
        *map(of_limit, limits),
        *of_drawings(facts("drawing-fields")),
        *of_palette(palette),
        of_mail(facts("mail")),
        *of_widgets(facts("widgets")),
    ]
    yield PYTHON, python(constants)
    yield TYPESCRIPT, typescript(constants)
    yield table("README.md", "types", ("type", "shown as"), type_rows(types))
    yield table("docs/render.md", "pictures", ("type", "page", "static"), picture_rows(types))
    heads = ("class", "here; in Jupyter's own manager for pages")
    yield table("docs/widgets.md", "widget pictures", heads, widget_rows())
    yield table("docs/limits.md", "limits", ("limit", "value", "unit"), limit_rows(limits))
    fields = field_rows(facts("drawing-fields")["shapes"])
    yield table("docs/drawing.md", "drawing fields", ("shape", "fields"), fields)
    messages = facts("messages")
    shown, static = (texts(messages, place) for place in ("page", "static"))
    yield "browser/src/shared/messages.ts", english(shown)
    yield f"{LANGUAGES}/__init__.py", message_ids(static)
    yield f"{LANGUAGES}/en.py", static_texts(static, "en")
    for language in languages(shown):
        yield f"browser/src/shared/languages/{language}.ts", of_language(shown, language)
        yield f"{LANGUAGES}/{language}.py", static_texts(static, language)
    ids = "".join(f"\n  | {quoted(id_)}" for id_ in shown)
    declarations = (ROOT / DECLARATIONS).read_text(encoding="utf-8")
    yield DECLARATIONS, between(declarations, "messages", f"{ids};\n", "// {}")
    rows = message_rows(messages)
    yield table("docs/messages.md", "messages", ("id", "English", "shown in"), rows)
    for path in sorted((ROOT / "browser/src").rglob("*.css")):
        sheet = path.read_text(encoding="utf-8")
        yield path.relative_to(ROOT).as_posix(), with_colors(sheet, palette)


def facts(name: str) -> Any:
    """Return what a file of spec/ holds."""
    return json.loads((SPEC / f"{name}.json").read_bytes())


class Constant(NamedTuple):
    """A fact by name; in a language without a type for it, it is not written."""

    name: str
    about: str
    value: Any
    python: str = ""
    typescript: str = ""
    #: The browser's value, where it has another.
    browser: Any = None


def python(constants: list[Constant]) -> str:
    """Return the Python module: literals only, so that it is quick to import."""
    lines = [
        f'"""Facts that both languages share. {NOTE}"""',
        "",
        "from typing import Any, Final, Literal",
    ]
    lines += ["", "# fmt: off"]
    for name, about, value, type_, *_ in constants:
        if type_:
            lines += [f"#: {about}", f"{name}: Final[{type_}] = {literal(value)}"]
    return "\n".join([*lines, ""])


def typescript(constants: list[Constant]) -> str:
    """Return the TypeScript module: constants, of which a bundle keeps those that are used."""
    lines = [f"/** Facts that both languages share. {NOTE} */", "", drawing_types()]
    for name, about, value, _, type_, browser in constants:
        if not type_:
            continue
        written = script(value if browser is None else browser)
        declared = f"export const {name}"
        if type_.startswith("as const"):
            declared += f" = {written} {type_};"
        elif type_ in {"number", "string"}:
            declared += f" = {written};"
        else:
            declared += f": {type_} = {written};"
        lines += [f"/** {about} */", declared]
    return "\n".join([*lines, ""])


def drawing_types() -> str:
    """Return the types of what drawings are made of."""
    fields = facts("drawing-fields")
    parts = [*fields["shapes"].values(), fields["common"], *fields["moves"].values()]
    kinds = dict.fromkeys(one["kind"] for part in parts for one in part)
    return "\n".join(
        [
            "/** How a field of a drawing's object is read. */",
            f"export type DrawingKind = {' | '.join(map(quoted, kinds))};",
            "/** Name, kind, and what a missing one is. */",
            "export type DrawingField =",
            "  readonly [name: string, kind: DrawingKind, missing?: unknown];",
            "",
        ]
    )


def of_types(media: list[dict[str, Any]]) -> Iterator[Constant]:
    """Return the columns of types.json that code needs."""
    columns = {key: {row["type"]: row[key] for row in media} for key in media[0]}
    kind = " | ".join(map(quoted, ("text", "binary", "json")))
    yield Constant(
        "PAYLOADS",
        "Media type, highest rank first → what its payload is.",
        columns["payload"],
        'dict[str, Literal["text", "binary", "json"]]',
        f"Readonly<Record<string, {kind}>>",
    )
    yield Constant(
        "JSON_TYPES",
        "Types whose payload is JSON though their names do not say so.",
        json_types(media),
        "tuple[str, ...]",
        "readonly string[]",
    )
    chunks = "Media type, highest rank first → the chunk that shows it."
    yield Constant(
        "CHUNKS", chunks, columns["chunk"], "dict[str, str]", "Readonly<Record<string, string>>"
    )
    forms = "Media type → module and function of `rendering` that show it."
    yield Constant("STATIC_FORMS", forms, columns["static"], "dict[str, str | None]")
    previews = "Media type → kind of picture that `previews` draws of it."
    yield Constant("PREVIEWS", previews, columns["preview"], "dict[str, str | None]")


def of_mail(mail: dict[str, Any]) -> Constant:
    """Return what of styles every mail program keeps."""
    kept: dict[str, str] = {}
    for name, row in mail["properties"].items():
        given = [row[client] for client in mail["clients"]]
        if "none" not in given:
            partly = [set(one.split()) for one in given if one != "all"]
            kept[name] = " ".join(sorted(set.intersection(*partly))) if partly else "all"
    about = "Property → the elements on which all mail programs keep it."
    return Constant("MAIL_PROPERTIES", about, kept, "dict[str, str]")


def of_widgets(widgets: dict[str, Any]) -> Iterator[Constant]:
    """Return what a model of a widget may ask for."""
    words, table = ("tuple[str, ...]", "readonly string[]"), "Readonly<Record<string, {}>>"
    about = "Modules whose widgets are shown by controls of our own."
    yield Constant("WIDGET_MODULES", about, widgets["modules"], *words)
    about = "Properties that Layout models may have, with `_` for `-`."
    yield Constant("WIDGET_LAYOUT", about, widgets["layout"], *words)
    texts = ("dict[str, str]", table.format("string"))
    about = "Traits of style models → the properties that they are."
    yield Constant("WIDGET_STYLES", about, widgets["styles"], *texts)
    numbers = ("dict[str, float]", table.format("number"))
    about = "Units → CSS pixels, at most, in usual pages."
    yield Constant("WIDGET_PIXELS", about, widgets["pixels"], *numbers)
    about = "Font Awesome's names → characters."
    yield Constant("WIDGET_ICONS", about, widgets["icons"], *texts)


def of_limit(row: dict[str, Any]) -> Constant:
    """Return a limit; where the languages have different ones, that of each."""
    value = row.get("value", row.get("static"))
    kind = type(value).__name__
    return Constant(
        row["name"],
        f"{row['what'][0].upper()}{row['what'][1:]}. In {row['unit']}.",
        value,
        kind,
        "number",
        row.get("browser"),
    )


def of_drawings(fields: dict[str, Any]) -> Iterator[Constant]:
    """Return what drawings are made of: a field is its name, its kind, and its default if any."""
    shapes = {shape: list(map(cells, rows)) for shape, rows in fields["shapes"].items()}
    moves = {shape: list(map(cells, rows)) for shape, rows in fields["moves"].items()}
    rows = "tuple[tuple[Any, ...], ...]"
    about = "Shape → its fields: name, kind, and what a missing one is (`stroke`: the canvas's)."
    yield Constant("DRAWING_FIELDS", about, shapes, f"dict[str, {rows}]", FIELDS)
    common = "What every object has besides."
    yield Constant(
        "DRAWING_COMMON",
        common,
        list(map(cells, fields["common"])),
        rows,
        "readonly DrawingField[]",
    )
    about = "Properties that `update` changes without their being fields."
    yield Constant("DRAWING_MOVES", about, moves, f"dict[str, {rows}]", FIELDS)
    words = "dict[str, tuple[str, ...]]"
    about = "Kinds of field whose values are words."
    yield Constant("DRAWING_WORDS", about, fields["words"], words, WORDS)


def cells(field: dict[str, Any]) -> list[Any]:
    """Return a field as a list, without a default where it must be given."""
    return list(field.values())


def of_palette(palette: dict[str, Any]) -> Iterator[Constant]:
    """Return colours, each in light and dark."""
    pairs = "tuple[tuple[str, str], ...]"
    named = "dict[str, tuple[str, str]]"
    script_pairs = "readonly (readonly [light: string, dark: string])[]"
    script_named = "as const satisfies Readonly<Record<string, readonly [string, string]>>"
    about = "The 16 colours of ANSI text, in light and dark."
    yield Constant("ANSI_COLORS", about, palette["ansi"], pairs, script_pairs)
    yield Constant(
        "THEME_COLORS", "Colours of everything, in light and dark.", palette["theme"], named
    )
    for name in ("background", "foreground"):
        css = theme_color(name, palette["theme"][name])
        about = f"The {name} as CSS has it."
        yield Constant(f"CSS_{name.upper()}", about, css, "str", "string")
    about = "What terminals have of their own, in light and dark."
    yield Constant("TERMINAL_COLORS", about, palette["terminal"], "", script_named)
    about = "Colours of lanes, in light and dark."
    yield Constant("GIT_COLORS", about, palette["git"], pairs)
    yield Constant("GIT_COLOR_COUNT", "Colours of lanes.", len(palette["git"]), "", "number")


def with_colors(sheet: str, palette: dict[str, Any]) -> str:
    """Return a style sheet with the palette's colours where it falls back to them."""
    names = "|".join(palette["theme"])
    sheet = re.sub(
        rf"var\(--backendai-({names}), light-dark\([^)]*\)\)",
        lambda found: theme_color(found[1], palette["theme"][found[1]]),
        sheet,
    )
    lanes = iter(palette["git"])
    return re.sub(
        r"(--backendai-git-color: light-dark\()[^)]*",
        lambda found: found[1] + ", ".join(next(lanes)),
        sheet,
    )


def theme_color(name: str, pair: list[str]) -> str:
    """Return a colour as CSS has it, which a page can set."""
    short = [re.sub(r"^#(.)\1(.)\2(.)\3$", r"#\1\2\3", color) for color in pair]
    return f"var(--backendai-{name}, light-dark({', '.join(short)}))"


def texts(messages: dict[str, Any], place: str) -> dict[str, Any]:
    """Return the texts that are shown in a place, without where they are."""
    return {
        id_: {code: one for code, one in forms.items() if code != "used_in"}
        for id_, forms in messages.items()
        if forms.get("used_in", "page") in (place, "both")
    }


def message_ids(messages: dict[str, Any]) -> str:
    """Return the Python module of ids."""
    lines = [f'"""Interface texts of static pages. {NOTE}"""', ""]
    lines += ["from typing import Final, Literal, TypeAlias", "", "# fmt: off"]
    lines += ["#: Languages that are shipped besides English."]
    lines += [f"LANGUAGES: Final = {literal(languages(messages))}"]
    lines += ["#: The ids of the texts.", "MessageId: TypeAlias = Literal["]
    lines += [f"    {quoted(id_)}," for id_ in messages]
    return "\n".join([*lines, "]", ""])


def static_texts(messages: dict[str, Any], language: str) -> str:
    """Return the Python module of a language's texts."""
    lines = [f'"""Interface texts in a language. {NOTE}"""', "", "from typing import Final", ""]
    lines += ["# fmt: off"]
    lines += ["#: Id → text, or its form for each plural category."]
    lines += ["MESSAGES: Final[dict[str, str | dict[str, str]]] = {"]
    for id_, forms in messages.items():
        lines.append(f"    {quoted(id_)}: {json.dumps(forms[language], ensure_ascii=False)},")
    return "\n".join([*lines, "}", ""])


def languages(messages: dict[str, Any]) -> list[str]:
    """Return the languages that texts are translated to."""
    return sorted({code for forms in messages.values() for code in forms} - {"en"})


def english(messages: dict[str, Any]) -> str:
    """Return the module of English texts: a constant each, of which a chunk keeps what it uses."""
    lines = [f"/** Texts of the interface in English, by their ids. {NOTE} */", ""]
    lines += ['import type { Message } from "../backendai-media.d.ts";', ""]
    lines += ["/** Languages that are shipped besides. */"]
    lines += [f"export const LANGUAGES: readonly string[] = {script(languages(messages))};", ""]
    for id_, forms in messages.items():
        lines.append(f"export const {id_}: Message = [{quoted(id_)}, {forms_of(forms['en'])}];")
    return "\n".join([*lines, ""])


def of_language(messages: dict[str, Any], language: str) -> str:
    """Return the module of a language's texts."""
    lines = [f"/** Texts of the interface in another language. {NOTE} */", ""]
    lines += ['import type { Messages } from "../../backendai-media.d.ts";', ""]
    lines += ["export const messages: Messages = {"]
    lines += [f"  {id_}: {forms_of(forms[language])}," for id_, forms in messages.items()]
    return "\n".join([*lines, "};", ""])


def forms_of(forms: str | dict[str, str]) -> str:
    """Return a text, or the object of its forms, on a line."""
    if isinstance(forms, str):
        return quoted(forms)
    return "{ " + ", ".join(f"{name}: {quoted(form)}" for name, form in forms.items()) + " }"


def message_rows(messages: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Return the rows of the table of messages."""
    for id_, forms in messages.items():
        said = forms["en"] if isinstance(forms["en"], str) else forms["en"]["other"]
        yield f"`{id_}`", said, PLACES[forms.get("used_in", "page")]


def json_types(media: list[dict[str, Any]]) -> list[str]:
    """Return the types that the rule for names does not cover; a name must not promise too much."""
    found = []
    for row in media:
        says_so = row["type"] == "application/json" or row["type"].endswith("+json")
        if says_so and row["payload"] != "json":
            raise SystemExit(f"{row['type']} must have a JSON payload")
        if row["payload"] == "json" and not says_so:
            found.append(row["type"])
    return found


def type_rows(types: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Return the rows of the README's table of types."""
    for row in types:
        yield f"`{row['type']}`", row["shows"]
    yield "anything else", "a label and a download"


def picture_rows(types: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Return the rows of the table with the pictures of scripts/type_pictures.py."""
    for row in types:
        name = picture_name(row["type"])
        page, static = (
            f"![{row['type']} {where}](images/types/{name}-{form}.webp)"
            for form, where in (("page", "in the page"), ("static", "from Python"))
        )
        yield f"`{row['type']}`", page, static


def widget_rows() -> Iterator[tuple[str, str]]:
    """Return the rows of the table with the pictures of scripts/widget_pictures.py."""
    for path in sorted((ROOT / "docs/images/widgets").iterdir()):
        picture = f"![{path.stem} here and in Jupyter](images/widgets/{path.name})"
        yield f"`{path.stem}`", picture


def picture_name(type_: str) -> str:
    """Return the beginning of the names of a type's pictures."""
    return re.sub("[^a-z0-9]+", "-", type_.replace("*", "any")).strip("-")


def limit_rows(limits: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Return the rows of the table of limits."""
    for row in limits:
        number = (
            f"{row['value']:,}"
            if "value" in row
            else f"{row['browser']:,}; static pages {row['static']:,}"
        )
        yield row["what"], number, row["unit"]


def field_rows(shapes: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, str]]:
    """Return the rows of the table of shapes."""
    for shape, fields in shapes.items():
        words = (f"[{one['name']}]" if "default" in one else one["name"] for one in fields)
        yield f"`{shape}`", f"`{' '.join(words)}`"


def literal(value: Any, indent: str = "") -> str:
    """Return a value as a Python literal."""
    inner = f"{indent}    "
    if isinstance(value, dict):
        entries = [f"{quoted(k)}: {literal(v, inner)}" for k, v in value.items()]
        return block("{", entries, "}", indent, inner)
    if isinstance(value, list):
        entries = [literal(one, inner) for one in value]
        return row("(", entries, ",)" if len(value) == 1 else ")", indent, inner)
    return scalar(value) if isinstance(value, str | int) else repr(value)


def script(value: Any, indent: str = "") -> str:
    """Return a value as a TypeScript literal."""
    inner = f"{indent}  "
    if isinstance(value, dict):
        entries = [f"{key(k)}: {script(v, inner)}" for k, v in value.items()]
        return block("{", entries, "}", indent, inner)
    if isinstance(value, list):
        return row("[", [script(one, inner) for one in value], "]", indent, inner)
    return quoted(value) if isinstance(value, bool) else scalar(value)


def row(opened: str, entries: list[str], closed: str, indent: str, inner: str) -> str:
    """Return a list on a line, or an entry on each line where that is too long."""
    line = f"{opened}{', '.join(entries)}{closed}"
    return line if len(line) < 80 else block(opened, entries, closed[-1], indent, inner)


def block(opened: str, entries: list[str], closed: str, indent: str, inner: str) -> str:
    """Return a literal with an entry on each line."""
    return f"{opened}\n" + "".join(f"{inner}{one},\n" for one in entries) + indent + closed


def scalar(value: Any) -> str:
    """Return a text or number as both languages write it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:_}" if value > 9999 else str(value)
    return repr(value) if isinstance(value, bool) else quoted(value)


def key(name: str) -> str:
    """Return a property's name, in quotes where it needs them."""
    return name if re.fullmatch(r"[A-Za-z_]\w*", name) else quoted(name)


def quoted(value: Any) -> str:
    """Return JSON text, which both languages read."""
    return json.dumps(value, ensure_ascii=False)


def table(
    name: str, marker: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> tuple[str, str]:
    """Return a Markdown file with a table between `<!-- spec: marker -->` and its end."""
    lines = [head, ("---",) * len(head), *rows]
    body = "".join(f"| {' | '.join(cells)} |\n" for cells in lines).replace("| --- |", "|---|")
    body = re.sub(r"^\|[-| ]+\|$", lambda line: line[0].replace(" ", ""), body, flags=re.MULTILINE)
    return name, between((ROOT / name).read_text(encoding="utf-8"), marker, f"\n\n{body}")


def between(page: str, marker: str, body: str, comment: str = "<!-- {} -->") -> str:
    """Return a text with what stands between a marker's beginning and end replaced."""
    begin, end = comment.format(f"spec: {marker}"), comment.format(f"end of spec: {marker}")
    before, found, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise SystemExit(f"{begin} … {end} is missing")
    return f"{before}{begin}{body}{end}{after}"


if __name__ == "__main__":
    sys.exit(main())
