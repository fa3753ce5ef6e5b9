"""URLs as browsers parse them (the WHATWG's URL standard)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ada_url import URL

__all__ = ["Url", "parse_url"]


class Url(NamedTuple):
    """An absolute URL: its normal form, its scheme without the colon, its host and its origin."""

    href: str
    scheme: str
    host: str
    origin: str


@lru_cache(4096)
def parse_url(url: str, base: str | None = None) -> Url | None:
    """Parse a URL, relative to `base` if it is given; `None` if it is invalid."""
    try:
        parsed = URL(url, base) if base else URL(url)
    except ValueError:
        return None
    return Url(parsed.href, parsed.protocol.removesuffix(":"), parsed.host, parsed.origin)
