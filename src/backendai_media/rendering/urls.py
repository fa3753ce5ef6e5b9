"""Addresses as browsers read them (the WHATWG's URL standard)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ada_url import URL

__all__ = ["Url", "parse_url"]


class Url(NamedTuple):
    """An absolute address: its normal form, its scheme without the colon, host and origin."""

    href: str
    scheme: str
    host: str
    origin: str


@lru_cache(4096)
def parse_url(address: str, base: str | None = None) -> Url | None:
    """Return what an address means, beside `base` where it is a relative one; `None`: nothing."""
    try:
        url = URL(address, base) if base else URL(address)
    except ValueError:
        return None
    return Url(url.href, url.protocol.removesuffix(":"), url.host, url.origin)
