"""Release metadata: licence texts and compressed sizes. Standard library only."""

import json
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import AssetsError
from . import node

#: Larger files are libraries.
LARGE_BYTES = 500_000


def licenses(browser: Path, scratch: Path, metas: list[dict[str, Any]]) -> str:
    """Return the licence texts of the npm packages whose code esbuild has bundled.

    `metas` are its metafiles, with names relative to `scratch`. Raises `AssetsError` if a package
    has no licence file.
    """
    used = {
        (scratch / name).resolve()
        for meta in metas
        for output in meta["outputs"].values()
        for name, input_ in output["inputs"].items()
        if input_["bytesInOutput"] and "node_modules/" in name
    }
    modules = (browser / "node_modules").resolve()
    names = set()
    for path in used:
        parts = path.relative_to(modules).parts
        names.add("/".join(parts[: 2 if parts[0].startswith("@") else 1]))
    texts = ["Backend.AI Media contains the following packages.\n"]
    for name in sorted(names):
        about = json.loads((modules / name / "package.json").read_bytes())
        body = _licence(modules / name)
        if not body:
            raise AssetsError(f"The npm package {name} has no licence file")
        title = f"{name} {about['version']} ({about.get('license', 'below')})"
        texts.append(f"{title}\n{'=' * len(title)}\n\n{body}\n")
    return "\n\n".join(texts)


def _licence(package: Path) -> str:
    """Return the licence text of a package; some have it in their README only."""
    if found := _licence_files(package):
        return "\n\n".join(path.read_text(encoding="utf-8").strip() for path in found)
    readmes = (path for path in package.iterdir() if path.name.upper().startswith("README"))
    for path in readmes:
        parts = re.split(r"(?mi)^#+ *licen[sc]e *$", path.read_text(encoding="utf-8"))
        if len(parts) > 1 and "permission" in parts[-1].lower():
            return parts[-1].strip()
    return ""


def _licence_files(package: Path) -> list[Path]:
    """Return the licence files of a package, or if it has none, of others in its scope."""
    folders = (
        [package, *sorted(package.parent.glob("*"))] if "@" in package.parent.name else [package]
    )
    for folder in folders:
        if found := sorted(path for path in folder.iterdir() if _is_licence(path)):
            return found
    return []


def _is_licence(path: Path) -> bool:
    return path.is_file() and path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))


def brotli_sizes(browser: Path, files: dict[str, bytes], scratch: Path) -> dict[str, int]:
    """Return the size of each file with Brotli; sizes of known contents are cached.

    Node has Brotli, the standard library does not.
    """
    kept = browser / ".build/sizes.json"
    known: dict[str, int] = {}
    with suppress(OSError, ValueError):
        known = json.loads(kept.read_bytes())
    keys = {
        name: f"{sha256(content).hexdigest()} {_quality(name, content)}"
        for name, content in files.items()
    }
    wanted = []
    for number, (name, key) in enumerate(keys.items()):
        if key not in known:
            path = scratch / f"size-{number}"
            path.write_bytes(files[name])
            wanted.append((key, str(path), int(key.split()[1])))
    if wanted:
        code = (
            "const [zlib, fs] = ['zlib', 'fs'].map(require);"
            "const quality = zlib.constants.BROTLI_PARAM_QUALITY;"
            "const squeeze = require('util').promisify(zlib.brotliCompress);"
            "const size = async ([key, file, level]) =>"
            " [key, (await squeeze(fs.readFileSync(file), {params: {[quality]: level}})).length];"
            "Promise.all(JSON.parse(process.argv[1]).map(size))"
            ".then((sizes) => console.log(JSON.stringify(sizes)))"
        )
        sizes = node.run([node.find_node(), "-e", code, json.dumps(wanted)], scratch)
        known = {key: known[key] for key in keys.values() if key in known} | dict(json.loads(sizes))
        fresh = scratch / "sizes.json"
        fresh.write_text(json.dumps(known), encoding="utf-8")
        fresh.replace(kept)
    return {name: known[key] for name, key in keys.items()}


def _quality(name: str, content: bytes) -> int:
    # Maps and libraries are large: the best level would take many seconds.
    if name.endswith(".map"):
        return 5
    return 9 if len(content) > LARGE_BYTES else 11
