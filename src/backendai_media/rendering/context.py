"""State that all renderers of one call share."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..model.items import Item
from ..model.widgets import OutputWidgets
from .anchors import Anchors
from .errors import MessageError, RenderError
from .formulas import Formulas
from .limits import Limits, Meter
from .local_pictures import LocalPictures
from .other_pages import OtherPages
from .placeholders import Placeholders
from .translate import Translator
from .urls import parse_url
from .widget_states import WidgetStates

if TYPE_CHECKING:
    from nh3 import Cleaner

__all__ = ["Context", "MessageError", "RenderError"]


@dataclass
class Context:
    """Settings, and state collected while rendering."""

    #: Style sheet of shadow roots; empty without them.
    base: str
    #: Returns interface texts in the page's language.
    translate: Translator
    #: Style sheet of Markdown in shadow roots.
    markdown: str = ""
    #: JupyterLab's variables, for outputs that ask for them.
    jupyter: str = ""
    #: The theme of the page; `None`: the reader's.
    theme: str | None = None
    #: Hosts or origins that HTML may load images and media from.
    hosts: frozenset[str] = frozenset()
    #: Whether HTML of outputs is put into shadow roots.
    confined: bool = True
    #: Saves the bytes of an image, given its media type, and returns its URL, or `None`.
    save: Callable[[bytes, str], str | None] | None = None
    #: Adds the data of a result (items, id) to its markup, for the browser script.
    island: Callable[[Any, str, str], str] | None = None
    #: What the call may cost, and what the present item lacks therefore.
    meter: Meter = field(default_factory=lambda: Meter(Limits()))
    #: The formulas of the page, which may define macros for later ones.
    formulas: Formulas = field(default_factory=Formulas)
    #: Attached images of Markdown: name → bundle.
    attachments: Any = None
    #: Addresses of those that were looked up.
    attached: dict[str, str] = field(default_factory=dict)
    #: Pictures beside the document that the present item may show.
    pictures: LocalPictures | None = None
    #: Notebooks that are pages, too.
    pages: OtherPages | None = None
    #: Marks what sanitised markup is given; it cannot be guessed, so that outputs cannot forge it.
    token: str = field(default_factory=lambda: f"t{secrets.token_hex(12)}")
    #: What sanitises HTML, made when it is first needed.
    sanitizer: Cleaner | None = None
    #: Long data, replaced until the page is complete.
    placeholders: Placeholders = field(default_factory=Placeholders)
    #: Links from one output to another.
    anchors: Anchors = field(default_factory=Anchors)
    #: Jupyter widgets of the document, of which Output widgets show.
    widgets: OutputWidgets = field(default_factory=OutputWidgets)
    #: Their states, and where in a result what Output widgets show belongs.
    states: WidgetStates = field(default_factory=WidgetStates)
    #: What opens the widgets that were saved with the notebook, and fills its Output widgets.
    saved: list[Item] = field(default_factory=list)
    #: Of these, what fills Output widgets.
    saved_outputs: list[Item] = field(default_factory=list)
    #: All style sheets used so far.
    sheets: dict[str, None] = field(default_factory=dict)
    #: Whether the item is far down the page, so that its images load lazily.
    is_far: bool = False
    #: Bundle and metadata of the present item.
    bundle: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)

    def sheet(self, css: str) -> str:
        """Record a style sheet, so that the page's policy allows it, and return it."""
        self.sheets[css] = None
        return css

    def complete(self, markup: str) -> str:
        """Return the whole markup, with what could be put into it only now."""
        return "".join(self.pieces(markup))

    def pieces(self, markup: str) -> Iterator[str]:
        """Yield the pieces of what `complete` returns, which together may take much memory."""
        markup = self.formulas.references.resolve(markup, self.translate)
        return self.placeholders.pieces(self.anchors.connect(markup))

    def is_allowed(self, address: str) -> bool:
        """Whether HTML may load from an address."""
        # Without hosts, nearly everywhere, no address has to be parsed.
        if not self.hosts:
            return False
        found = parse_url(address)
        if not found or found.scheme not in {"http", "https"}:
            return False
        return found.host in self.hosts or found.origin in self.hosts
