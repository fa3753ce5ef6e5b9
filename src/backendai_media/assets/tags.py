"""Script tags, and the address of the release."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit

from .._spec import CHUNKS
from ..errors import AssetsError
from ..model.media_types import row_of, type_name
from .locate import bundle
from .release import read

#: Path at which the adapters serve this package's release.
PREFIX = "/backendai-media"
ENTRY = "js/main.min.js"
SHEET = "css/static.css"
ISLANDS = "js/islands.js"
ELEMENTS = "js/element.js"
TERMINAL = "js/terminal.js"
VARIABLE = "BACKENDAI_ASSET_ROOT"

#: Characters that a URL must encode, or that would end a directive of a policy.
_FORBIDDEN = re.compile(r"[^!-~]|[\"'<>\\;,?#]")


class Markup(str):
    """HTML that template engines do not escape again."""

    __slots__ = ()

    def __html__(self) -> Self:
        """Return the HTML, as MarkupSafe and Django ask for it.

        It is markup itself: `markupsafe.Markup.format` asks again.
        """
        return self


def element(name: str, /, text: str = "", **attributes: str | bool | None) -> Markup:
    """Return an element; `text` is markup, and attributes are escaped.

    `None` and `False` leave an attribute out; `_` in names becomes `-`.
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
    """Return the URL of the release, without a trailing slash.

    It is the first of these that is set: `root`, the environment variable `BACKENDAI_ASSET_ROOT`,
    `setting` (a framework's), `default`, and the path at which the adapters serve this package's
    release. Raises `AssetsError` if it is not a valid URL, or if nothing was built.
    """
    found = root or os.environ.get(VARIABLE) or setting or default or f"{PREFIX}/{bundle().name}"
    split_root(found)
    return found.rstrip("/")


def script_tags(  # noqa: PLR0913 - all but one by name
    root: str | None = None,
    *,
    nonce: str | None = None,
    sri: bool = True,
    islands: bool = False,
    elements: bool = False,
    terminal: bool = False,
    preload: Iterable[str] = (),
) -> Markup:
    """Return the `<script>` element that includes the library.

    `preload` has types of outputs that the page will show first, such as `image/png` and `stdout`:
    their renderers are fetched with the script instead of after it. `islands` adds the script for
    `result_tag`, `elements` that of `<backendai-output>`, and `terminal` the one that turns each
    element with `data-backendai-terminal` into a terminal. With `sri` the elements have the digests
    of the scripts, if `root` ends with the hash of this package's release. Raises `AssetsError`
    when `asset_root` does, and `ValueError` for a type to preload that the library cannot show.
    """
    root = asset_root(root)
    own = _digests_below(root)
    digests = own if sri else {}
    chunks = dict.fromkeys(map(_chunk_of, preload))
    links = [
        element(
            "link",
            rel="modulepreload",
            href=f"{root}/{name}",
            integrity=digests.get(name),
            crossorigin="anonymous",
            nonce=nonce,
        ).removesuffix("</link>")
        for name in chunks
        if own  # another release, as `latest` is, loads its own
    ]
    others = ((ISLANDS, islands), (ELEMENTS, elements), (TERMINAL, terminal))
    more = [name for name, wanted in others if wanted]
    tags = [
        element(
            "script",
            src=f"{root}/{name}",
            integrity=digests.get(name),
            crossorigin="anonymous" if name in digests else None,
            nonce=nonce,
            defer=name != ENTRY,
        )
        for name in (ENTRY, *more)
    ]
    return Markup("\n".join([*links, *tags]))


def _chunk_of(kind: str) -> str:
    """Return the script that shows a media type or stream."""
    row = row_of(type_name(kind))
    if kind in {"stdout", "stderr"}:
        return "js/console.js"
    if not row:
        raise ValueError(f"no renderer for {kind!r}: preload takes media types, stdout and stderr")
    return f"js/{CHUNKS[row]}.js"


def static_tags(root: str | None = None, *, sri: bool = True) -> Markup:
    """Return the `<link>` element of the style sheet that results of `render` need in a page.

    With `sri` it has the sheet's digest, as `script_tags` does. Raises `AssetsError` when
    `asset_root` does.
    """
    root = asset_root(root)
    digest = _digests_below(root).get(SHEET) if sri else None
    link = element(
        "link",
        rel="stylesheet",
        href=f"{root}/{SHEET}",
        integrity=digest,
        crossorigin="anonymous" if digest else None,
    )
    return Markup(link.removesuffix("</link>"))


def split_root(root: str) -> SplitResult:
    """Return the parts of an asset root. Raises `AssetsError` if it is not valid."""
    try:
        at = urlsplit(root)
    except ValueError:
        at = urlsplit("invalid:")
    if (
        _FORBIDDEN.search(root)
        or "@" in at.netloc  # not of a version, as in CDNs' paths
        or at.scheme not in ("", "http", "https")
        or (at.scheme and not at.netloc)
    ):
        raise AssetsError(
            f"{root!r} is not an asset root: set {VARIABLE} to a URL such as "
            "https://assets.example.com/<hash>, //host/<hash> or /static/<hash>"
        )
    return at


def _digests_below(root: str) -> dict[str, str]:
    """Return the digests of the files at an address, if they are those of this package."""
    return _digests(bundle()) if root.rpartition("/")[2] == _bundle_hash() else {}


def _bundle_hash() -> str:
    """Return the hash of this package's release, or `""` in a checkout without one."""
    try:
        return bundle().name
    except AssetsError:
        return ""


@cache
def _digests(release: Path) -> dict[str, str]:
    return {name: file.integrity for name, file in read(release).files.items()}
