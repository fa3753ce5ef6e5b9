"""Builds what runs in frames: their page, its first script, and libraries.

A library is a chunk without code: a module whose default export is the text of a script. The page
loads it like other chunks, once and with its digest, and passes the text to each frame, so that
frames need no network. Standard library only, as `bundle.py`.
"""

import json
import shutil
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ..errors import AssetsError
from . import node

TEMPLATE = "frame.html"
#: The page is HTML and XML: hosts that give `.html` out as text give an SVG out as it is.
PAGES = (TEMPLATE, "frame.svg")
_FOLDER = "src/framed"
_OPTIONS = [
    "--bundle",
    "--format=iife",
    "--minify",
    "--target=es2022",
    "--tsconfig-raw={}",
    "--legal-comments=none",  # LICENSES.txt has them all
    "--log-level=warning",
]


class Framed(NamedTuple):
    """What runs in frames: a page, its first script, and the texts of libraries."""

    page: bytes
    inner: str
    libraries: dict[str, str]
    #: esbuild's metafile of the libraries, with names relative to a scratch directory.
    meta: str


def library_names(source: Path) -> list[str]:
    """Return the names of the libraries under `browser/src`."""
    return sorted(path.parent.name for path in (source / "framed").glob("*/index.ts"))


def build_framed(browser: Path, scratch: Path) -> Framed:
    """Build from the copy of `browser/src` in `scratch`; results are cached."""
    files = (path for path in (scratch / _FOLDER).rglob("*") if path.is_file())
    found = {path.relative_to(scratch).as_posix(): path for path in files}
    found["lock"] = browser / "package-lock.json"
    found["build"] = Path(__file__)
    total = sha256()
    for name, path in sorted(found.items()):
        content = path.read_bytes()
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    kept = browser / ".build/framed" / total.hexdigest()[:20]
    if not kept.exists():
        _build(browser, scratch)
        kept.parent.mkdir(exist_ok=True)
        shutil.rmtree(kept, ignore_errors=True)
        try:
            (scratch / "framed").rename(kept)
        except OSError:  # another build was faster
            kept = scratch / "framed"
    return _read(kept, scratch)


def module_of(script: str) -> str:
    """Return a module whose default export is the text `script`.

    Characters that would need escapes are replaced by control characters: a minified script has
    thousands of them, which would add kilobytes.
    """
    quote = min("'\"`", key=script.count)
    special = ["\\", quote, "\n", "\r", *(["$"] if quote == "`" else [])]
    free = [code for code in range(1, 32) if code not in (10, 13) and chr(code) not in script]
    if len(free) < len(special):
        raise AssetsError("A framed library has too many control characters; see frame_bundles.py")
    stand_in = dict(zip(map(ord, special), free, strict=False))
    pairs = {chr(code): one for one, code in zip(special, free, strict=False)}
    range_ = "".join(f"\\x{ord(one):02x}" for one in pairs)
    return (
        f"const meant={json.dumps(pairs)},script={quote}{script.translate(stand_in)}{quote}"
        f".replace(/[{range_}]/g,one=>meant[one]);export{{script as default}};\n"
    )


def _build(browser: Path, scratch: Path) -> None:
    names = library_names(scratch / "src")
    entries = [f"{name}={_FOLDER}/{name}/index.ts" for name in names]
    scripts = [f"{name}={_FOLDER}/{name}.ts" for name in ("inner", "outer")]
    options = [*_OPTIONS, "--outdir=framed", "--metafile=framed/meta.json"]
    node.run([str(node.find_esbuild(browser)), *entries, *scripts, *options], scratch)


def _read(kept: Path, scratch: Path) -> Framed:
    def text(name: str) -> str:
        # Without the final line feed.
        return (kept / f"{name}.js").read_text(encoding="utf-8").rstrip()

    template = (scratch / _FOLDER / TEMPLATE).read_text(encoding="utf-8")
    page = template.replace("__SCRIPT__", text("outer"))
    libraries = {name: text(name) for name in library_names(scratch / "src")}
    meta = (kept / "meta.json").read_text(encoding="utf-8")
    return Framed(page.encode(), text("inner"), libraries, meta)
