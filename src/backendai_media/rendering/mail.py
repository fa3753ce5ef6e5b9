"""`render_mail`: items as a mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from .._imports import requires_extra
from .._spec import MAIL_MAX_BYTES, MAIL_MAX_ELEMENTS
from ..errors import BackendAIMediaError
from ..model.plain_values import replace_surrogates

with requires_extra("render"):
    from .api import new_context
    from .context import Context
    from .inline import Medium, inlined
    from .limits import Limits
    from .mail_markup import Attachment, MailMarkup
    from .markup import VOID, element, text
    from .nodes import Child, Node, opened, parse, shallow, unfold
    from .notebooks import content_element
    from .plain import plain
    from .standalone import THEMES
    from .translate import Messages
    from .widget_text import write_out

__all__ = ["render_mail"]

#: CSS pixels of the text of a mail.
WIDTH = 640
#: Fonts that mail programs have; Word takes Times where it knows none before the generic one.
_FONTS = {
    "--backendai-font": "Segoe UI, Helvetica, Arial, sans-serif",
    "--backendai-mono": "Consolas, Menlo, monospace",
}
_COLORS = {"light": ("#ffffff", "#1f2328"), "dark": ("#161b22", "#e6e6e6")}
#: Types of files that a mail names; any other is bytes.
_NAMED = ("image/", "audio/", "video/", "application/pdf", "text/plain")


def render_mail(  # noqa: PLR0913 - settings of one call
    content: Any,
    *,
    subject: str | None = None,
    theme: str = "light",
    hosts: Iterable[str] = (),
    language: str | None = None,
    messages: Messages | None = None,
    folder: Path | None = None,
    limits: Limits | None = None,
) -> EmailMessage:
    """Return items, in any shape that `normalize` accepts, or a parsed notebook, as a mail.

    It has the outputs as plain text and as HTML that Gmail, Outlook and Apple Mail show: styles
    are at the elements, pictures are attached (SVG as PNG), and of more than 100 KB of HTML the
    longest items are cut, with a note. Sender and recipients are yours to add, and the subject if
    none is given. The theme is `"light"` or `"dark"`: mail programs invert a light mail in the
    dark themselves. Pictures beside a notebook are taken from below `folder`. The other arguments
    are those of `render`.

    Content never raises. Raises what `render` raises.
    """
    if theme not in THEMES:
        raise BackendAIMediaError(f"theme must be one of {', '.join(THEMES)}, not {theme!r}")
    context = new_context(hosts=hosts, language=language, messages=messages, limits=limits)
    made = content_element(content, context, theme=theme, folder=folder)
    root = parse(context.anchors.connect(made))
    _thin(root, context)
    unfold(root)
    write_out(root)
    inlined(root, context, Medium("screen", theme, WIDTH, _FONTS))
    shallow(root)
    writer = MailMarkup(context, theme)
    parts = writer.convert(root)
    markup = _page(_fitted(parts, context), context, theme)
    return _message(replace_surrogates(plain(root)), markup, writer.attachments, subject)


def _message(
    plain_text: str, markup: str, attachments: dict[str, Attachment], subject: str | None
) -> EmailMessage:
    message = EmailMessage()
    if subject is not None:
        message["Subject"] = subject
    message.set_content(plain_text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(markup, subtype="html", charset="utf-8", cte="quoted-printable")
    whole = message.get_body(("html",))
    for one in attachments.values():
        kind = one.type if one.type.startswith(_NAMED) else "application/octet-stream"
        main, _, sub = kind.partition("/")
        if not one.cid:
            message.add_attachment(one.content, main, sub, filename=one.name)
        elif one.cid in markup and isinstance(whole, EmailMessage):
            whole.add_related(
                one.content,
                main,
                sub,
                cid=f"<{one.cid}>",
                filename=one.name,
                disposition="inline",
            )
    return message


def _page(markup: str, context: Context, theme: str) -> str:
    """Return the document: a table, whose ground all programs show."""
    ground, color = _COLORS[theme]
    font = f"font:14px/1.5 {_FONTS['--backendai-font']}"
    cell = element("td", markup, style=f"padding:16px;color:{color};{font};word-break:break-word")
    table = element(
        "table",
        element("tbody", element("tr", cell)),
        role="presentation",
        width="100%",
        cellpadding="0",
        cellspacing="0",
        border="0",
        bgcolor=ground,
    )
    head = element(
        "head",
        element("meta", http_equiv="Content-Type", content="text/html; charset=utf-8"),
        element("title", text(context.translate("output"))),
    )
    inner = head + element("body", table, bgcolor=ground)
    return f"<!doctype html>\n{element('html', inner, lang=context.translate.language)}\n"


def _items(parts: Sequence[Node]) -> list[Node]:
    """Return the elements of items.

    The results around them, and the cells of a notebook, are worth no share of their own.
    """
    items = [*parts]
    while len(items) == 1 and len(items[0].elements()) > 1:
        items = items[0].elements()
    return items


def _note(context: Context) -> str:
    return context.translate("left_out", what=context.translate("left_out_parts"))


def _share(sizes: Sequence[int], room: int) -> int | None:
    """Return how much each may have where not all fit: those that need less leave the rest."""
    for place, size in enumerate(sorted(sizes)):
        share = room // (len(sizes) - place)
        if size > share:
            return share
        room -= size
    return None


def _thin(root: Node, context: Context) -> None:
    """Leave out what there would be no room for, before it takes time."""
    items = _items(root.elements())
    counts = [sum(1 for _ in one.walk()) for one in items]
    share = _share(counts, MAIL_MAX_ELEMENTS)
    for item, count in zip(items, counts, strict=True):
        if share is None or count <= share:
            continue
        _shorten(item, max(share, 1))
        item.adopt([*item.children, Node("p", children=[_note(context)])])


def _shorten(item: Node, most: int) -> None:
    """Keep the first elements of an item."""
    kept = set(islice(item.walk(), most))
    for node in kept:
        if any(one not in kept for one in node.elements()):
            whole = takewhile(lambda one: isinstance(one, str) or one in kept, node.children)
            node.adopt([*whole])


def _fitted(parts: Sequence[Node], context: Context) -> str:
    """Return the markup of items; what is longest is cut until all of them fit."""
    items = _items(parts)
    note = element("p", text(_note(context)))
    written = [_cut(one, 1 << 40) for one in items]
    share = _share([len(one.encode()) for one in written], MAIL_MAX_BYTES - 2000)
    if share is None:
        return "".join(written)
    share = max(share - len(note), 0)
    return "".join(
        markup if len(markup.encode()) <= share else _cut(one, share) + note
        for one, markup in zip(items, written, strict=True)
    )


def _cut(node: Node, room: int) -> str:
    """Return the markup of an element, up to a number of bytes; text is cut after a line."""
    out: list[str] = []
    open_: list[str] = []
    waiting: list[Child | None] = [node]
    while waiting:
        one = waiting.pop()
        if one is None:
            out.append(open_.pop())
            continue
        tag = opened(one) if isinstance(one, Node) else text(one)
        size = len(tag.encode())
        end = "" if isinstance(one, str) or one.name in VOID else f"</{one.name}>"
        if size + len(end) > room:
            if isinstance(one, str):
                kept = one.encode()[: max(room // 2, 0)].decode(errors="ignore")
                out.append(text(kept[: kept.rfind("\n") + 1]))
            break
        room -= size + len(end)
        out.append(tag)
        if isinstance(one, Node) and end:
            open_.append(end)
            waiting.append(None)
            waiting += reversed(one.children)
    return "".join([*out, *reversed(open_)])
