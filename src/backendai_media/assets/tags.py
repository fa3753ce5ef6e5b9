"""What a page needs to include the script: where it is, and its tags."""

from __future__ import annotations

import os
import re
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from ..errors import AssetsError
from .locate import bundle
from .release import read

#: Where the adapters serve the package's own release.
PREFIX = "/backendai-media"
ENTRY = "js/main.min.js"
ISLANDS = "js/islands.js"
TERMINAL = "js/terminal.js"
VARIABLE = "BACKENDAI_ASSET_ROOT"

#: What stands in no address as it is, or would end a directive of a policy.
_FORBIDDEN = re.compile(r"[^!-~]|[\"'<>\\;,?#@]")


class Markup(str):
    """Text that is HTML: template engines take it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the HTML, as MarkupSafe and Django ask for it."""
        return str(self)


def element(name: str, /, text: str = "", **attributes: str | bool | None) -> Markup:
    """Return an element whose content is `text` as it is; attributes are escaped.

    `None` and `False` leave an attribute out; `_` in a name stands for `-`.
    """
    given = {key: value for key, value in attributes.items() if value not in (None, False)}
    parts = "".join(
        f" {key.replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in given.items()
    )
    return Markup(f"<{name}{parts}>{text}</{name}>")


def asset_root(
    root: str | None = None, *, setting: str | None = None, default: str | None = None
) -> str:
    """Return the address of the release, without a slash at its end.

    The first of these that there is: `root`, the environment's `BACKENDAI_ASSET_ROOT`, `setting`
    (a framework's), `default`, and where the adapters serve the package's own release. Raises
    `AssetsError` where it is no address of a release, or none was built.
    """
    found = root or os.environ.get(VARIABLE) or setting or default or f"{PREFIX}/{bundle().name}"
    split_root(found)
    return found.rstrip("/")


def script_tags(
    root: str | None = None,
    *,
    nonce: str | None = None,
    sri: bool = True,
    islands: bool = False,
    terminal: bool = False,
) -> Markup:
    """Return the `<script>` that includes the library.

    `islands`: and the one for `result_tag`; `terminal`: and the one that makes a terminal of each
    element with `data-backendai-terminal`.

    With `sri` it names the digest of the script where `root` ends with the hash of the release in
    this package. Raises `AssetsError` as `asset_root` does.
    """
    root = asset_root(root)
    digests = _digests(bundle()) if sri and root.rpartition("/")[2] == _own_hash() else {}
    beside = [name for name, wanted in ((ISLANDS, islands), (TERMINAL, terminal)) if wanted]
    tags = [
        element(
            "script",
            src=f"{root}/{name}",
            integrity=digests.get(name),
            crossorigin="anonymous" if name in digests else None,
            nonce=nonce,
            defer=name != ENTRY,
        )
        for name in (ENTRY, *beside)
    ]
    return Markup("\n".join(tags))


def split_root(root: str) -> SplitResult:
    """Return the parts of an asset root; raises `AssetsError` where it is none."""
    try:
        at = urlsplit(root)
    except ValueError:
        at = urlsplit("invalid:")
    if (
        _FORBIDDEN.search(root)
        or at.scheme not in ("", "http", "https")
        or (at.scheme and not at.netloc)
    ):
        raise AssetsError(
            f"{root!r} is no asset root: set {VARIABLE} to an address such as "
            "https://assets.example.com/<hash>, //host/<hash> or /static/<hash>"
        )
    return at


def _own_hash() -> str:
    """Return the hash of the package's own release; a checkout may have none yet."""
    try:
        return bundle().name
    except AssetsError:
        return ""


@cache
def _digests(release: Path) -> dict[str, str]:
    return {name: file.integrity for name, file in read(release).files.items()}
