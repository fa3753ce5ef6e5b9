"""Builds the script and style of the playground's page. Standard library only, as `bundle.py`."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from . import node
from .bundle import PACKAGE, TARGET, fingerprint
from .licenses import licenses

STATIC = PACKAGE / "demo" / "static"


def refresh_demo(browser: Path, out: Path = STATIC) -> None:
    """Build into `out` if it was built from other sources."""
    if not is_fresh(browser, out):
        build_demo(browser, out)
        (out / "sources.txt").write_text(f"{fingerprint(browser)}\n", encoding="utf-8")


def is_fresh(browser: Path, out: Path = STATIC) -> bool:
    """Whether `out` was built from exactly these sources."""
    made_of = out / "sources.txt"
    return made_of.exists() and made_of.read_text(encoding="utf-8").strip() == fingerprint(browser)


def build_demo(browser: Path, out: Path) -> None:
    """Bundle `src/demo` of `browser` into `demo.js`, `demo.css` and `LICENSES.txt` in `out`.

    Builds are reproducible. Raises `AssetsError` if esbuild is missing or fails.
    """
    node.install(browser)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        meta = Path(scratch) / "meta.json"
        arguments = [
            str(node.find_esbuild(browser)),
            "demo=src/demo/index.ts",
            "demo=src/demo/style.css",
            "--bundle",
            "--minify",
            "--format=iife",
            f"--target={TARGET}",
            "--legal-comments=none",  # LICENSES.txt has them all
            "--log-level=warning",
            f"--outdir={scratch}",
            f"--metafile={meta}",
        ]
        node.run(arguments, browser)
        texts = licenses(browser, browser, [json.loads(meta.read_bytes())])
        for name in ("demo.js", "demo.css"):
            (out / name).write_bytes((Path(scratch) / name).read_bytes())
    (out / "LICENSES.txt").write_text(texts, encoding="utf-8")
