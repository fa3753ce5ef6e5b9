"""Builds the npm package: ES modules with types. Standard library only, as `bundle.py`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from ..errors import AssetsError
from . import frame_bundles, node
from .bundle import TARGET, defines, scratch_directory
from .licenses import licenses

NAME = "backendai-media"

#: Fields that the package's manifest takes from that of the sources.
COPIED = "name version description keywords homepage bugs license repository type".split()

README = f"""# {NAME}

Renders the output of code kernels (Jupyter, Backend.AI) as HTML in any web page.

```js
import {{ Media }} from "{NAME}";

const report = await Media.handle_all(items, "result-1", document.getElementById("out"));
```

It runs in browsers: import it there, not on the server. Your bundler loads the chunks when they are
needed. Types are included, and so are all third-party parts (LICENSES.txt).
"""


def build_npm(browser: Path, out: Path) -> Path:
    """Write the package into `out`, ready for `npm publish`; return `out`.

    An older package there is replaced. Raises `AssetsError` if `out` has other files, or if
    the sources do not compile.
    """
    browser = browser.resolve()
    if out.exists() and any(out.iterdir()) and not _is_ours(out):
        raise AssetsError(f"{out} has other files; use a new or an empty directory")
    node.install(browser)
    source = json.loads((browser / "package.json").read_bytes())
    with scratch_directory(browser) as scratch:
        package = scratch / "package"
        _bundle(browser, scratch, package, source["version"])
        for types in ("backendai-media.d.ts", "npm/index.d.ts"):
            shutil.copy(browser / "src" / types, package)
        shutil.copy(browser.parent / "LICENSE", package)
        (package / "README.md").write_text(README, encoding="utf-8")
        manifest = {
            **{key: source[key] for key in COPIED},
            "exports": {".": {"types": "./index.d.ts", "default": "./index.js"}},
            "sideEffects": True,
        }
        text = json.dumps(manifest, indent=2) + "\n"
        (package / "package.json").write_text(text, encoding="utf-8")
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(package, out)
    return out


def _is_ours(out: Path) -> bool:
    try:
        return bool(json.loads((out / "package.json").read_bytes())["name"] == NAME)
    except (OSError, ValueError, KeyError):
        return False


def _bundle(browser: Path, scratch: Path, package: Path, version: str) -> None:
    shutil.copytree(browser / "src", scratch / "src")
    framed = frame_bundles.build_framed(browser, scratch)
    texts = scratch / "src/framed/texts"
    texts.mkdir()
    for name, script in framed.libraries.items():
        text = frame_bundles.module_of(script)
        (texts / f"{name}.js").write_text(text, encoding="utf-8", newline="")
    styles = [str(path.relative_to(scratch)) for path in sorted((scratch / "src").rglob("*.css"))]
    esbuild = str(node.find_esbuild(browser))
    minify = [esbuild, *styles, "--minify", "--allow-overwrite", "--log-level=warning"]
    node.run([*minify, "--outbase=.", "--outdir=."], scratch)
    options = [
        "--bundle",
        "--splitting",
        "--format=esm",
        "--minify",
        f"--target={TARGET}",
        "--loader:.css=text",
        "--tsconfig-raw={}",
        "--legal-comments=none",
        "--inject:src/npm/imports.ts",
        "--chunk-names=[name]-[hash]",
        f"--outdir={package}",
        "--log-level=warning",
        "--metafile=meta.json",
    ]
    known = defines(
        __VERSION__=version,
        __CHUNKS__={},
        __INNER__=framed.inner,
        __FRAME__=f"./{frame_bundles.PAGE}",
    )
    node.run([esbuild, "index=src/npm/index.ts", *options, *known], scratch)
    metas = [json.loads((scratch / "meta.json").read_bytes()), json.loads(framed.meta)]
    (package / "LICENSES.txt").write_text(licenses(browser, scratch, metas), encoding="utf-8")
    (package / frame_bundles.PAGE).write_bytes(framed.page)
