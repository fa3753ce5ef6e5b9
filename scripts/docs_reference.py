"""The reference, written from what it is about: types, docstrings, declarations, help."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import click
from generate import picture_name

from backendai_media.cli import main as command

ROOT = Path(__file__).parent.parent
DECLARATIONS = ROOT / "browser/src/backendai-media.d.ts"
#: What users of Python import, by the page that has it.
MODULES = {
    "python": {
        "backendai_media": "What kernels and programs show, and `render`.",
        "backendai_media.errors": "The exceptions. All of them are `BackendAIMediaError`.",
        "backendai_media.model": "Items and the normal form ([more](normal-form.md)).",
    },
    "rendering": {
        "backendai_media.rendering": "Static HTML, mail and paper ([more](render.md)).",
        "backendai_media.assets": "The script in pages ([more](including.md)).",
        "backendai_media.flask": "Flask ([more](including.md#flask)).",
        "backendai_media.starlette": "FastAPI, too ([more](including.md#starlette-and-fastapi)).",
    },
    "drawing": {
        "backendai_media.drawing": "Drawings ([more](drawing.md)).",
        "backendai_media.gitgraph": "Histories of repositories ([more](gitgraph.md)).",
    },
    "terminal": {
        "backendai_media.terminal": "Terminals in the browser ([more](terminal-server.md)).",
    },
}
ABOUT_PYTHON = """\
What the modules have, by their docstrings. Names are imported when they are first used; one that
needs an extra says which.
"""
ABOUT_JAVASCRIPT = """\
The declarations of a release (`types/backendai-media.d.ts`). `BackendAI` is a global of pages with
`js/main.min.js`; the [npm package](components.md) exports the same.
"""
ABOUT_TYPES = """\
Every type, the best first: of a mimebundle the first one in this list is shown. The
[gallery](gallery.md) shows them at work, [Static HTML](render.md#static-forms) says what becomes of
each without scripts, and [Limits](limits.md) how large they may be.
"""
TITLES = {
    "python": "Python: outputs and items",
    "rendering": "Python: static HTML and pages",
    "drawing": "Python: drawings and git graphs",
    "terminal": "Python: terminals",
}
_TERMINALS = re.compile("Terminal|Webterm")
_DECLARED = re.compile(
    r"^(?:/\*\*(?P<about>(?:(?!\*/).)*)\*/\n)?"
    r"(?P<code>(?:export |declare )+(?P<kind>interface|type|const|class|function|global|module)\b"
    r" ?(?P<name>[\w.\"*/-]*).*?)(?=\n+(?:/\*\*|export|declare)|\n*\Z)",
    re.DOTALL | re.MULTILINE,
)


def types() -> str:
    """Return the page of types."""
    rows = json.loads((ROOT / "spec/types.json").read_text(encoding="utf-8"))
    lines = [
        "# Types\n",
        ABOUT_TYPES,
        "| type | shown as | data | in the page | static |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        name = picture_name(row["type"])
        pictures = " | ".join(
            f"![{row['type']}, {kind}](images/types/{name}-{kind}.webp)"
            for kind in ("page", "static")
        )
        shown = row["shows"].replace("|", "\\|")
        lines.append(f"| `{row['type']}` | {shown} | {row['payload']} | {pictures} |")
    return "\n".join([*lines, ""])


def commands() -> str:
    """Return the page of commands, which has their help."""
    parts = ["# Commands\n", "What `--help` says.\n"]
    context = click.Context(command, info_name="backendai-media")
    for name, one in sorted(command.commands.items()):
        inner = click.Context(one, info_name=name, parent=context)
        inner.max_content_width = inner.terminal_width = 96
        parts.append(f"## {name}\n\n```text\n{one.get_help(inner)}\n```\n")
    return "\n".join(parts)


def javascript(*, terminals: bool = False) -> str:
    """Return the page of the JavaScript interface, or that of terminals; it has declarations."""
    parts = [
        "# JavaScript: terminals\n" if terminals else "# JavaScript\n",
        ABOUT_JAVASCRIPT,
        "[Outputs](reference-javascript.md) have a page of their own.\n"
        if terminals
        else "[Terminals](reference-javascript-terminals.md) have a page of their own.\n",
    ]
    for found in declarations():
        if bool(_TERMINALS.match(found["name"])) is not terminals:
            continue
        parts.append(f"## {found['name'] or found['kind']}\n")
        if found["about"]:
            about = re.sub(r"^ ?\* ?", "", found["about"].strip(), flags=re.MULTILINE)
            parts.append(re.sub(r"\n\s*\* ?", "\n", about) + "\n")
        parts.append(f"```ts\n{found['code']}\n```\n")
    return "\n".join(parts)


def declarations() -> list[re.Match[str]]:
    """Return the declarations of the JavaScript interface."""
    return list(_DECLARED.finditer(DECLARATIONS.read_text(encoding="utf-8")))


def python(page: str) -> str:
    """Return a page of what Python's modules have, which has their docstrings."""
    parts = [
        f"# {TITLES[page]}\n",
        ABOUT_PYTHON,
    ]
    for name, about in MODULES[page].items():
        module = importlib.import_module(name)
        parts.append(f"## {name}\n\n{about}\n")
        for member in sorted(names(module), key=str.lower):
            parts += _member(name, member, getattr(module, member))
    return "\n".join(parts)


def names(module: ModuleType) -> list[str]:
    """Return what a module offers."""
    found = getattr(module, "__all__", None)
    return found or [
        name
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__
    ]


def _member(module: str, name: str, value: Any) -> Iterator[str]:
    if inspect.ismodule(value) or name.startswith("__"):
        return
    home = getattr(value, "__module__", module)
    if home.startswith("backendai_media") and _is_elsewhere(module, name, value):
        return
    yield f"### {name}\n"
    if inspect.isclass(value):
        yield _code(_signature(name, value, "class "))
        yield _text(value)
        for inner, method in vars(value).items():
            if not inner.startswith("_") and inspect.isfunction(method) and method.__doc__:
                yield _code(_signature(f"{name}.{inner}", method, ""))
                yield _text(method)
    elif callable(value) and hasattr(value, "__doc__") and inspect.isroutine(value):
        yield _code(_signature(name, value, ""))
        yield _text(value)
    else:
        yield _code(f"{name} = {_short(value)}")


def _is_elsewhere(module: str, name: str, value: Any) -> bool:
    """Whether a module that comes before has it, too."""
    for other in (one for page in MODULES.values() for one in page):
        if other == module:
            return False
        found = importlib.import_module(other)
        if name in names(found) and getattr(found, name) is value:
            return True
    return False


def _signature(name: str, value: Any, before: str) -> str:
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return f"{before}{name}"
    kept = [one for one in signature.parameters.values() if one.name not in ("self", "cls")]
    text = re.sub(r"'([^']*)'", r"\1", str(signature.replace(parameters=kept)))
    text = re.sub(r"\b(?:collections\.abc|typing|pathlib)\.", "", text)
    text = re.sub(r"<object object at 0x\w+>", "…", text)
    whole = f"{before}{name}{text}"
    if len(whole) <= 96:
        return whole
    inner = ",\n    ".join(re.split(r", (?=\*{0,2}\w+[:=,)]|\*,|/)", text[1 : text.rindex(")")]))
    return f"{before}{name}(\n    {inner},\n){text[text.rindex(')') + 1 :]}"


def _code(text: str) -> str:
    return f"```python\n{text}\n```\n"


def _text(value: Any) -> str:
    return f"{inspect.cleandoc(value.__doc__ or '')}\n"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 96 else f"{text[:95]}…"
