"""What all renderers of one call share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .placeholders import Placeholders
from .urls import parse_url

__all__ = ["Context", "RenderError"]


class RenderError(ValueError):
    """A payload cannot be shown as its type; another one, or a notice, takes its place."""


@dataclass
class Context:
    """Settings, and what was made so far."""

    #: Style sheet of shadow roots; empty where there are none.
    base: str
    #: Style sheet of Markdown in them.
    markdown: str = ""
    #: Hosts or origins that HTML may load pictures and media from.
    hosts: frozenset[str] = frozenset()
    #: Whether HTML of outputs stands in shadow roots.
    confined: bool = True
    #: Keeps a picture's bytes, of a media type, and returns the address to use, if it did.
    save: Callable[[bytes, str], str | None] | None = None
    #: Adds a result's data (items, id) to its elements, for a script to go on from.
    island: Callable[[Any, str, str], str] | None = None
    #: Pictures that Markdown has by name: name → bundle.
    attachments: Any = None
    #: Long data that stands aside until the end.
    placeholders: Placeholders = field(default_factory=Placeholders)
    #: Every style sheet that was written.
    sheets: dict[str, None] = field(default_factory=dict)
    #: Whether so many items come before this one that it is off screen at first.
    is_far: bool = False
    #: The one item's bundle and metadata.
    bundle: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)

    def sheet(self, css: str) -> str:
        """Note a style sheet, so that a page's policy can allow it, and return it."""
        self.sheets[css] = None
        return css

    def is_allowed(self, address: str) -> bool:
        """Tell whether HTML may load from an address."""
        found = parse_url(address)
        if not found or found.scheme not in {"http", "https"}:
            return False
        return found.host in self.hosts or found.origin in self.hosts
