"""Pages that are not in docs/: the repository's other files, and the reference."""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

import docs_reference

ROOT = Path(__file__).parent.parent
SOURCE = "https://github.com/lablup/backend.ai-media"
#: Files outside of docs/ → their pages.
ROOT_PAGES = {
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "benchmarks/README.md": "benchmarks.md",
    "benchmarks/results/gitgraph.md": "benchmarks-gitgraph.md",
    "benchmarks/terminal/README.md": "benchmarks-terminal.md",
    "benchmarks/data/README.md": "benchmarks-data.md",
    "benchmarks/drawing/README.md": "benchmarks-drawing.md",
    "benchmarks/render/README.md": "benchmarks-render.md",
    "benchmarks/widgets/README.md": "benchmarks-widgets.md",
    "benchmarks/steady/README.md": "benchmarks-steady.md",
}
REFERENCE = {
    "reference-types.md": docs_reference.types,
    "reference-javascript.md": docs_reference.javascript,
    "reference-javascript-terminals.md": partial(docs_reference.javascript, terminals=True),
    "reference-commands.md": docs_reference.commands,
    **{
        f"reference-{page}.md": partial(docs_reference.python, page)
        for page in docs_reference.MODULES
    },
}
#: Sources that links of the documentation may name → the pages that say the same.
PLACES = {
    **ROOT_PAGES,
    "browser/src/backendai-media.d.ts": "reference-javascript.md",
    "spec/types.json": "reference-types.md",
}
_LINK = re.compile(r"(!?\[[^\]]*\]\(<?)([^)\s<>]+)")


def write_pages(staged: Path) -> None:
    """Write the pages beside those of docs/, whose links to the other files lead to them."""
    for path in staged.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        source = PurePosixPath("docs", path.name)
        path.write_text(_relinked(text, source, staged), encoding="utf-8")
    for source, page in ROOT_PAGES.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        (staged / page).write_text(_relinked(text, PurePosixPath(source), staged), encoding="utf-8")
    for page, make in REFERENCE.items():
        (staged / page).write_text(make(), encoding="utf-8")


def _relinked(text: str, source: PurePosixPath, staged: Path) -> str:
    """Return a file's text with its links as they are from the top of the documentation."""

    def link(found: re.Match[str]) -> str:
        target, hash_, anchor = found[2].partition("#")
        if not target or re.match(r"[a-z]+:", target):
            return found[0]
        path = normpath((source.parent / target).as_posix())
        if source.parts[0] == "docs" and path.startswith("docs/"):
            return found[0]
        if found[1].startswith("!"):
            copy = staged / "images" / PurePosixPath(path).name
            shutil.copyfile(ROOT / path, copy)
            return f"{found[1]}{copy.relative_to(staged).as_posix()}"
        if path in PLACES:
            place = PLACES[path]
        elif path.startswith("docs/"):
            place = relpath(path, "docs")
        else:
            place = f"{SOURCE}/tree/HEAD/{path}"
        return f"{found[1]}{place}{hash_}{anchor}"

    return _LINK.sub(link, text)
