"""URLs as browsers parse them (the WHATWG's URL standard)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ada_url import URL

__all__ = ["Url", "parse_url"]


class Url(NamedTuple):
    """An absolute URL: its normal form, and its scheme without the colon."""

    href: str
    scheme: str

    @property
    def host(self) -> str:
        """The host of a web address, and its port if there is one."""
        return self.href.split("/", 3)[2].rpartition("@")[2]

    @property
    def origin(self) -> str:
        """The origin of a web address."""
        return f"{self.scheme}://{self.host}"


@lru_cache(4096)
def parse_url(url: str, base: str | None = None) -> Url | None:
    """Parse a URL, relative to `base` if it is given; `None` if it is invalid."""
    try:
        href = (URL(url, base) if base else URL(url)).href
    except ValueError:
        return None
    return Url(href, href.partition(":")[0])
