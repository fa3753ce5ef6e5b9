"""Archives of Python modules, which are compiled beforehand so that a start need not do it."""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ..assets.files import digest
from ..build import node

__all__ = ["TIME", "archived", "compiled", "contents"]

#: An entry of our archives has always the same time.
TIME = (1980, 1, 1, 0, 0, 0)
#: Results of former builds that stay.
_KEPT = 4
_HERE = Path(__file__).parent
_PROGRAMS = ("precompile.mjs", "precompile.py")
#: Names here → those that Pyodide knows its files by.
_ORIGINALS = {"pyodide.js": "pyodide.mjs", "pyodide.asm.js": "pyodide.asm.mjs"}


def contents(archive: bytes) -> dict[str, bytes]:
    """Return the files of a ZIP archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def archived(files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a ZIP archive of files: the same ones give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, TIME), content, method)
    return file.getvalue()


def compiled(
    files: Mapping[str, bytes], info: Mapping[str, str], scratch: Path
) -> dict[str, bytes]:
    """Return the archives of a kernel's `files` that have compiled modules in addition.

    `info` is what Pyodide says of itself. Its Python compiles them, in Node, which takes seconds:
    results are kept for the next build. Raises `AssetsError` where it cannot run.
    """
    programs = {name: (_HERE / name).read_bytes() for name in _PROGRAMS}
    kept = _folder() / f"{digest({**files, **programs})}.zip"
    try:
        return contents(kept.read_bytes())
    except (OSError, zipfile.BadZipFile):
        pass
    scratch.mkdir()
    lock = json.dumps({"info": info, "packages": {}}).encode()
    for name, content in {**files, "pyodide-lock.json": lock}.items():
        (scratch / _ORIGINALS.get(name, name)).write_bytes(content)
    node.run([node.find_node(), str(_HERE / "precompile.mjs"), str(scratch)], scratch)
    modules = contents((scratch / "compiled.zip").read_bytes())
    found = {
        "python_stdlib.zip": (scratch / "library.zip").read_bytes(),
        "kernel.zip": archived(contents(files["kernel.zip"]) | modules),
    }
    _keep(kept, found)
    return found


def _folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".cache") / "backendai-media/site"


def _keep(path: Path, files: Mapping[str, bytes]) -> None:
    """Keep files for the next build, where that is possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = tempfile.mkdtemp(dir=path.parent)
        whole = Path(scratch) / path.name
        whole.write_bytes(archived(files, zipfile.ZIP_DEFLATED))
        whole.replace(path)
        Path(scratch).rmdir()
        others = sorted(path.parent.glob("*.zip"), key=lambda one: one.stat().st_mtime)
        for old in others[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return
