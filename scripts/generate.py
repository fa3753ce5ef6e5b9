"""Writes everything that is made from spec/: a module for each language, and tables of the docs.

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
    types = facts("types")
    constants = [*of_types([row for row in types if "/" in row["type"]])]
    yield PYTHON, python(constants)
    yield TYPESCRIPT, typescript(constants)
    yield table("README.md", "types", ("type", "shown as"), type_rows(types))


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


def python(constants: list[Constant]) -> str:
    """Return the Python module: literals only, so that it is quick to import."""
    lines = [
        f'"""Facts that both languages share. {NOTE}"""',
        "",
        "from typing import Final, Literal",
    ]
    lines += ["", "# fmt: off"]
    for name, about, value, type_, _ in constants:
        if type_:
            lines += [f"#: {about}", f"{name}: Final[{type_}] = {literal(value)}"]
    return "\n".join([*lines, ""])


def typescript(constants: list[Constant]) -> str:
    """Return the TypeScript module: constants, of which a bundle keeps those that are used."""
    lines = [f"/** Facts that both languages share. {NOTE} */", ""]
    for name, about, value, _, type_ in constants:
        if type_:
            given = "" if isinstance(value, int | float) else f": {type_}"
            lines += [f"/** {about} */", f"export const {name}{given} = {script(value)};"]
    return "\n".join([*lines, ""])


def of_types(media: list[dict[str, Any]]) -> Iterator[Constant]:
    """Return the columns of types.json that code needs."""
    columns = {key: {row["type"]: row[key] for row in media} for key in media[0]}
    kind = " | ".join(map(text, ("text", "binary", "json")))
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
    yield Constant("CHUNKS", chunks, columns["chunk"], "", "Readonly<Record<string, string>>")
    forms = "Media type → module and function of `rendering` that show it."
    yield Constant("STATIC_FORMS", forms, columns["static"], "dict[str, str | None]")
    previews = "Media type → kind of picture that `previews` draws of it."
    yield Constant("PREVIEWS", previews, columns["preview"], "dict[str, str | None]")


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


def literal(value: Any) -> str:
    """Return a value as a Python literal, an entry of a dictionary on each line."""
    if isinstance(value, dict):
        return "{\n" + "".join(f"    {text(k)}: {literal(v)},\n" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        inner = ", ".join(map(literal, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return text(value) if isinstance(value, str) else repr(value)


def script(value: Any) -> str:
    """Return a value as a TypeScript literal, an entry of an object on each line."""
    if isinstance(value, dict):
        return "{\n" + "".join(f"  {key(k)}: {script(v)},\n" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(script, value))}]"
    return text(value)


def key(name: str) -> str:
    """Return a property's name, in quotes where it needs them."""
    return name if re.fullmatch(r"[A-Za-z_]\w*", name) else text(name)


def text(value: Any) -> str:
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


def between(page: str, marker: str, body: str) -> str:
    """Return a text with what stands between a marker's beginning and end replaced."""
    begin, end = f"<!-- spec: {marker} -->", f"<!-- end of spec: {marker} -->"
    before, found, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise SystemExit(f"{begin} … {end} is missing")
    return f"{before}{begin}{body}{end}{after}"


if __name__ == "__main__":
    sys.exit(main())
