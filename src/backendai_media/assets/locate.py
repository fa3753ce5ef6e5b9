"""Where the browser bundle is that the package carries."""

from pathlib import Path

from ..errors import AssetsError

__all__ = ["BUNDLE", "bundle"]

BUNDLE = Path(__file__).parent.parent / "bundle"


def bundle() -> Path:
    """Return the directory of the package's own release; `js/main.min.js` is in it.

    Its name is the release's hash. Raises `AssetsError` where nothing was built yet.
    """
    releases = [path.parent for path in BUNDLE.glob("*/manifest.json")]
    if not releases:
        raise AssetsError("The browser bundle is not built; run scripts/build")
    return max(releases, key=lambda path: path.stat().st_mtime)
