"""Jupyter's own widget manager for pages, `@jupyter-widgets/html-manager`, from npm."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tarfile
from pathlib import Path

from backendai_media.build import node

ROOT = Path(__file__).parents[2]
#: Packages → version, and the digest that npm knows it by.
PACKAGES = {
    "@jupyter-widgets/html-manager": (
        "1.0.15",
        "5thBIV6ymNgmPVOHvzx+gGy8ZSKmSazhtGw4/c4xJDVzRhG9PTeQsRjF3FUTopvFi//SABeNz1yp47bCrJ3CQA==",
    ),
    "requirejs": (
        "2.3.8",
        "7/cTSLOdYkNBNJcDMWf+luFvMriVm7eYxp4BcFCsAX0wF421Vyce5SXP17c+Jd5otXKGNehIonFlyQXSowL6Mw==",
    ),
}


def html_manager() -> Path:
    """Return the directory of its scripts.

    `embed.js` is all of it, `embed-amd.js` needs `require_js`.
    """
    return _fetched("@jupyter-widgets/html-manager") / "dist"


def require_js() -> Path:
    """Return the script that loads modules in most pages with widgets."""
    return _fetched("requirejs") / "require.js"


def _fetched(name: str) -> Path:
    """Return the directory of a package, which is fetched once, and nothing that it asks for."""
    version, wanted = PACKAGES[name]
    cache = ROOT / f".cache/{name.rpartition('/')[2]}-{version}"
    files = cache / "package"
    if files.exists():
        return files
    npm = node.find_npm()
    if not npm:
        sys.exit(node.MISSING)
    cache.mkdir(parents=True, exist_ok=True)
    subprocess.run([*npm, "pack", f"{name}@{version}", "--silent"], cwd=cache, check=True)
    (archive,) = cache.glob("*.tgz")
    digest = hashlib.sha512(archive.read_bytes()).digest()
    if base64.b64encode(digest).decode() != wanted:
        sys.exit(f"{archive} is not what it was")
    with tarfile.open(archive) as packed:
        packed.extractall(cache, filter="data")
    return files
