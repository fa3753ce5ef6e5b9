"""Locates the browser bundle of this package."""

from pathlib import Path

from ..errors import AssetsError

__all__ = ["BUNDLE", "bundle"]

BUNDLE = Path(__file__).parent.parent / "bundle"


def bundle() -> Path:
    """Return the directory of this package's release, which contains `js/main.min.js`.

    Its name is the hash of the release. Raises `AssetsError` if it was not built yet.
    """
    releases = [path.parent for path in BUNDLE.glob("*/manifest.json")]
    if not releases:
        raise AssetsError("The browser bundle is not built; run scripts/build")
    return max(releases, key=lambda path: path.stat().st_mtime)
