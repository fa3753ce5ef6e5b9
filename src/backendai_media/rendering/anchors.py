"""Links within a document, also from one output to a place in another.

An output's ids are in its shadow root, where no link finds them. A place to which a link leads gets
a slot for an empty element that has an id of the document; it is none of the output's own names,
which might mean something to the page.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from html import unescape
from unicodedata import category
from urllib.parse import unquote

from .markup import VOID, element

__all__ = ["Anchors", "public_id", "slug"]

#: Characters that ids of headings lack, except for marks and connectors.
_NOT_IN_SLUGS = re.compile(r"[^\w\s-]")
_MARKS = frozenset({"Mn", "Mc", "Me", "Pc"})
_NAMED = re.compile(r' (?:id|name)="')
# As the sanitiser writes them.
_TAG = re.compile(r'<(/?)([A-Za-z][\w:.-]*)((?: [^\s"<>=]+(?:="[^"]*")?)*)(/?)>')
_NAME = re.compile(r' (id|name)="([^"]+)"')
_FRAGMENT = re.compile(r' href="#([^"]+)"')
_CELL = re.compile(r"<(?:td|th|caption)(?: [^>]*)?>")
#: Parts of tables in which there can be nothing but other parts.
_TABLES = frozenset("table thead tbody tfoot tr".split())
_CELLS = frozenset({"td", "th"})
#: Elements before which the slot is: nothing can be in them, or something has to come first.
_BEFORE = VOID | frozenset("audio colgroup dl fieldset ol picture pre ul video".split())
#: Elements in which the slot would not be shown, or not yet.
_OUTER = frozenset("svg math details".split())


def slug(title: str) -> str:
    """Return the id of a heading with that text."""
    kept = _NOT_IN_SLUGS.sub(
        lambda found: found[0] if category(found[0]) in _MARKS else "", title.strip().lower()
    )
    return re.sub(r"\s", "-", kept)


def public_id(name: str) -> str:
    """Return the id of a place in a page that other pages lead to."""
    return f"section-{slug(name)}"


class Anchors:
    """The places and links of a document's outputs."""

    #: Whether links of other pages lead to headings and named places.
    are_public = False

    def __init__(self) -> None:
        token = secrets.token_hex(12)
        self._start, self._end = f"t{token}s", f"t{token}e"
        self._has_links = False

    def mark(self, content: str) -> str:
        """Return the contents of a shadow root, with marks around them if links are to be found."""
        has_links = ' href="#' in content
        self._has_links |= has_links
        is_marked = has_links or _NAMED.search(content)
        return f"{self._start}{content}{self._end}" if is_marked else content

    def connect(self, markup: str) -> str:
        """Return the markup of the document without the marks, its links leading to places."""
        if not (self._has_links or self.are_public):
            return markup.replace(self._start, "").replace(self._end, "")
        before, *parts = markup.split(self._start)
        outputs = [_Output(n, *part.split(self._end, 1)) for n, part in enumerate(parts)]
        exact: dict[str, _Place] = {}
        similar: dict[str, _Place] = {}
        for output in outputs:
            for name, place in output.places.items():
                exact.setdefault(name, place)
                similar.setdefault(slug(name), place)
        if self.are_public:
            for name, place in similar.items():
                if not place.is_in_table:
                    place.id_, place.is_wanted = f"section-{name}", True
        for output in outputs:
            for start, end, name in output.links:
                known = output.places.get(name) or exact.get(name) or similar.get(slug(name))
                if known:
                    known.is_wanted = True
                    output.edits.append((start, end, known.id_))
        return "".join([before, *(output.markup() for output in outputs)])


class _Place:
    """A place in an output: where the slot is, and its name."""

    def __init__(self, at: int, id_: str, *, is_in_table: bool) -> None:
        self.at = at
        self.id_ = id_
        self.is_in_table = is_in_table
        self.is_wanted = False


class _Output:
    """The contents of a shadow root, and the markup after them."""

    def __init__(self, number: int, content: str, rest: str) -> None:
        self.content = content
        self.rest = rest
        digest = hashlib.sha256(content.encode()).hexdigest()[:8]
        self._prefix = f"backendai-{digest}-{number}-"
        #: By their names in the output.
        self.places: dict[str, _Place] = {}
        #: Start and end of each fragment, and what it names.
        self.links: list[tuple[int, int, str]] = []
        self.edits: list[tuple[int, int, str]] = []
        self._read()

    def _read(self) -> None:
        outer: list[int] = []
        cells = _CELL.finditer(self.content)
        cell = next(cells, None)
        for tag in _TAG.finditer(self.content):
            is_end, name, attributes, is_empty = tag.groups()
            if name in _OUTER:
                if is_end:
                    del outer[-1:]
                elif not is_empty:
                    outer.append(tag.start())
            if not attributes:
                continue
            while cell and cell.start() < tag.end():
                cell = next(cells, None)
            if outer:
                at = outer[0]
            elif name in _TABLES:
                at = cell.end() if cell else len(self.content)
            else:
                at = tag.start() if name in _BEFORE else tag.end()
            for kind, value in _NAME.findall(attributes):
                if kind == "id" or name == "a":
                    id_ = f"{self._prefix}{len(self.places)}"
                    place = _Place(at, id_, is_in_table=name in _TABLES or name in _CELLS)
                    self.places.setdefault(unescape(value), place)
            if name in {"a", "area"} and (found := _FRAGMENT.search(attributes)):
                start = tag.start(3)
                named = unquote(unescape(found[1]))
                self.links.append((start + found.start(1), start + found.end(1), named))

    def markup(self) -> str:
        """Return the contents with their slots, and what follows, with what is in the slots."""
        wanted = [place for place in self.places.values() if place.is_wanted]
        edits = [*self.edits, *((one.at, one.at, element("slot", name=one.id_)) for one in wanted)]
        out: list[str] = []
        since = 0
        for start, end, text in sorted(edits):
            out += (self.content[since:start], text)
            since = end
        # The template ends here.
        template, closing, after = self.rest.partition(">")
        shown = [element("span", slot=one.id_, id=one.id_) for one in wanted]
        return "".join([*out, self.content[since:], template, closing, *shown, after])
