"""Whole pages: their policy, their styles and their contents."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain

from ..assets.locate import bundle
from .context import Context
from .markup import element, text

__all__ = ["THEMES", "page", "page_style", "print_page", "shadow_style"]

THEMES = ("light", "dark")
#: Style of the page around results.
_PAGE_STYLE = (
    "html{color-scheme:light dark;background:light-dark(#fff,#161b22)}"
    "html[data-backendai-theme=light]{color-scheme:light}"
    "html[data-backendai-theme=dark]{color-scheme:dark}"
    "body{margin:0 auto;max-width:64rem;padding:1rem}"
)
#: In the place of a page's contents; no element ends like that.
_BODY = "\0"
_POLICY = {
    "default-src": ["'none'"],
    "img-src": ["data:"],
    "media-src": ["data:"],
    "font-src": ["data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
}


def page(  # noqa: PLR0913 - parts of a page
    body: str,
    context: Context,
    *,
    title: str,
    theme: str | None,
    pictures: Iterable[str] = (),
    scripts: str = "",
    policy: Mapping[str, Sequence[str]] | None = None,
    styles: Iterable[str] = (),
) -> Iterator[str]:
    """Yield the pieces of a document that runs no scripts and loads nothing but `pictures`.

    These are policy sources. It allows style sheets by their digests, and any `style` attribute.
    `scripts` is markup, and `policy` the directives that it needs; `styles` are further sheets.
    """
    page_sheets = [_PAGE_STYLE, page_style(widgets="backendai-widget" in body), *styles]
    allowed = {name: list(sources) for name, sources in (policy or _POLICY).items()}
    digests = [_digest(css) for css in [*page_sheets, *context.sheets]]
    allowed["style-src-elem"] = [*allowed.pop("style-src", []), *digests]
    allowed["style-src-attr"] = ["'unsafe-inline'"]
    for name in ("img-src", "media-src"):
        allowed[name] = [*allowed.get(name, []), *sorted(context.hosts), *pictures]
    rules = "; ".join(" ".join([name, *sources]) for name, sources in allowed.items())
    head = [
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=rules),
        element("meta", name="viewport", content="width=device-width"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", text(title)),
        *(element("style", css) for css in page_sheets),
        scripts,
    ]
    # What is in them may be long, and is not copied.
    before, _, after = element(
        "html",
        *(element("head", *head), "\n", element("body", element("main", _BODY))),
        lang=context.translate.language,
        data_backendai_theme=theme,
    ).rpartition(_BODY)
    return chain([f"<!doctype html>\n{before}"], context.pieces(body), [f"{after}\n"])


def print_page(body: str, context: Context, *, title: str, style: str) -> str:
    """Return a document whose elements have their styles, and that has rules for its pages only."""
    head = [
        element("meta", charset="utf-8"),
        element("title", text(title)),
        element("style", style),
    ]
    inner = element("head", *head) + "\n" + element("body", body)
    whole = element("html", inner, lang=context.translate.language)
    return context.complete(f"<!doctype html>\n{whole}\n")


@lru_cache(64)  # few are different from page to page
def _digest(css: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"


@cache
def page_style(*, widgets: bool = True) -> str:
    """Return the style sheet of a page with results, whose last part is for widgets.

    Raises `AssetsError` if it was not built.
    """
    whole, part = (
        (bundle() / f"css/{name}.css").read_text(encoding="utf-8") for name in ("static", "widgets")
    )
    return (whole if widgets else whole.removesuffix(part)).strip()


@cache
def shadow_style(name: str = "html") -> str:
    """Return the style sheet of shadow roots: of HTML, or what `name` adds to it."""
    return (bundle() / f"css/{name}.css").read_text(encoding="utf-8").strip()
