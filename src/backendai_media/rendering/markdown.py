"""Markdown: converted to HTML, then sanitised and confined like any other HTML.

The rules are those of the browser (`docs/markdown.md`): CommonMark with GitHub's tables, tasks,
strikethrough and links, formulas, and highlighted code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from html import escape
from itertools import pairwise
from typing import Any, cast
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdurl import decode

from .._spec import MARKDOWN_MAX_LENGTH
from .anchors import slug
from .code import cost, highlight
from .console import console
from .context import Context, MessageError, RenderError
from .formulas import Formulas, reason_of
from .html import confine, sanitize
from .limits import Limits, Meter
from .markdown_addresses import Addresses
from .markdown_footnotes import add_footnote_rules
from .markdown_limits import add_limits, spend
from .markdown_math import add_math_rules
from .markdown_raw import add_raw_rules
from .markdown_spaces import add_space_rules
from .markup import element, text
from .translate import Translator

__all__ = ["markdown", "to_html"]

#: Operations of a piece of Markdown, however short.
MARKDOWN_OPERATIONS = 150
_ATTACHED = re.compile(r"\(attachment:((?>[^()<>\n\"]++|\([^()<>\n\"]*+\))*+)(?=[\")])")
#: Addresses that are normal already: most are, and the parser takes long to find that out.
_PLAIN = re.compile(
    r"(?!//|.*xn--)(?:https?://[a-z0-9.-]{1,63}(?=[/?#]|\Z)|[a-z]+:(?!/))?[A-Za-z0-9/_.?=&#-]*\Z"
)
_PICTURE = re.compile(r"data:image/[\w.+-]+;base64,[\w+/=]*\Z")


def markdown(type_: str, data: Any, context: Context) -> str:
    """Return Markdown as sanitised HTML in an element that confines it."""
    if not isinstance(data, str):
        raise RenderError("expected text")
    if len(data) > MARKDOWN_MAX_LENGTH:
        raise MessageError("too_long", n=len(data))
    context.meter.grant(len(data))
    if not context.meter.spend(MARKDOWN_OPERATIONS, "left_out_formatting"):
        return console(data, type_, context)
    source = _encoded(context.placeholders.stash_base64(data), context.attachments)
    made, has_html = _convert(source, context.meter, context.formulas, context.translate)
    content, styles, is_paper = sanitize(made, context, is_closed=not has_html)
    sheets = [context.markdown, context.formulas.style, *styles]
    return confine(content, sheets, context, is_paper=is_paper)


def to_html(
    source: str,
    meter: Meter | None = None,
    formulas: Formulas | None = None,
    translate: Translator | None = None,
) -> str:
    """Convert Markdown to HTML that is not sanitised: HTML in it is kept."""
    return _convert(source, meter or Meter(Limits()), formulas or Formulas(), translate)[0]


def _convert(
    source: str, meter: Meter, formulas: Formulas, translate: Translator | None
) -> tuple[str, bool]:
    """Return HTML that is not sanitised, and whether the source had HTML in it."""
    formulas.begin()
    env: dict[str, Any] = {"meter": meter, "formulas": formulas, "translate": translate}
    parser = _parser()
    parsed = parser.parse(source, env)
    has_html = any(
        one.type.startswith("html_") for token in parsed for one in (token, *(token.children or ()))
    )
    return str(parser.renderer.render(parsed, parser.options, env)), has_html


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": True, "linkify": True})
    parser.linkify = cast(Any, Addresses())
    normalize, validate = parser.normalizeLink, parser.validateLink
    normalize_text = parser.normalizeLinkText
    # Embedded images are long, and need no encoding.
    parser.normalizeLink = (  # type: ignore[method-assign]
        lambda url: url if _PLAIN.match(url) or _PICTURE.match(url) else normalize(url)
    )
    parser.normalizeLinkText = (  # type: ignore[method-assign]
        lambda link: link if _PLAIN.match(link) else normalize_text(link)
    )
    parser.validateLink = (  # type: ignore[method-assign]
        lambda url: bool(_PICTURE.match(url)) or validate(url)
    )
    add_math_rules(parser)
    add_limits(parser)
    add_space_rules(parser)
    add_raw_rules(parser)
    add_footnote_rules(parser)
    parser.core.ruler.push("headings", _headings)
    parser.core.ruler.push("anchors", _anchors)
    parser.core.ruler.push("tasks", _tasks)
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("code_block", _fence)
    parser.add_render_rule("math", _math)
    parser.add_render_rule("math_block", _math)
    return parser


def _encoded(source: str, attachments: Any) -> str:
    """Return Markdown in which blanks in names of attachments do not end them: `image (1).png`."""
    if not isinstance(attachments, dict) or "(attachment:" not in source:
        return source

    def encoded(found: re.Match[str]) -> str:
        name = found[1].rstrip()
        is_hard = name in attachments and re.search(r"[\s()]", name)
        return f"(attachment:{quote(name)}{found[1][len(name) :]}" if is_hard else found[0]

    return _ATTACHED.sub(encoded, source)


def _headings(state: StateCore) -> None:
    """Give headings ids as link targets; the second of a name is `name-1`."""
    seen: Counter[str] = Counter()
    for token, inner in pairwise(state.tokens):
        if token.type != "heading_open":
            continue
        kinds = ("text", "code_inline", "math")
        title = "".join(one.content for one in inner.children or [] if one.type in kinds)
        if name := slug(title):
            token.attrSet("id", f"{name}-{seen[name]}" if seen[name] else name)
            seen[name] += 1
    state.env["slugs"] = seen


def _anchors(state: StateCore) -> None:
    """Let `#My-Heading` lead to the heading, whatever rules its writer had in mind."""
    for token in state.tokens:
        for inner in token.children or []:
            address = str(inner.attrGet("href") or "") if inner.type == "link_open" else ""
            name = slug(decode(address)) if address.startswith("#") else ""
            if name in state.env["slugs"]:
                inner.attrSet("href", f"#{name}")


def _tasks(state: StateCore) -> None:
    """Turn `[ ] ` or `[x] ` at the beginning of a list item into a check box."""
    tokens = state.tokens
    for item, paragraph, token in zip(tokens, tokens[1:], tokens[2:], strict=False):
        kinds = (item.type, paragraph.type, token.type)
        if kinds != ("list_item_open", "paragraph_open", "inline") or not token.children:
            continue
        # Brackets with backslashes are brackets.
        if not token.content.startswith("["):
            continue
        first = token.children[0]
        found = re.match(r"\[([ xX])\]\s", first.content) if first.type == "text" else None
        if found:
            first.content = first.content[found.end() - 1 :]
            item.attrJoin("class", "task-list-item")
            box, end = (Token("html_inline", "", 0) for _ in range(2))
            checked = "" if found.group(1) == " " else " checked"
            # The text is the label of the box.
            box.content = f'<label><input type="checkbox" disabled{checked}>'
            end.content = "</label>"
            token.children = [box, *token.children, end]


def _math(
    self: RendererProtocol,  # noqa: ARG001 - the parser's
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,  # noqa: ARG001
    env: EnvType,
) -> str:
    token = tokens[index]
    is_block = token.type == "math_block"
    is_display = is_block or token.hidden
    try:
        made = env["formulas"].convert(
            token.content.strip(), env["meter"], is_display=is_display, share=1 / 3
        )
    except RenderError as error:
        translate = env["translate"]
        reason = reason_of(error, translate) if translate else None
        kind = "math-error" if reason else None
        made = element("code", text(token.markup), class_=kind, title=reason)
    kind = "display" if is_display else "inline"
    shown = element("span", made, class_=f"math {kind}")
    return f"<p>{shown}</p>\n" if is_block else shown


def _fence(
    self: RendererProtocol,  # noqa: ARG001 - the parser's
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,  # noqa: ARG001
    env: EnvType,
) -> str:
    token = tokens[index]
    language, *_ = [*unescapeAll(token.info).split(), ""]
    name = f' class="language-{escape(language)}"' if language else ""
    content = token.content
    if language and spend(env, cost(content, language), "left_out_colors"):
        body = highlight(content, language)
    else:
        body = text(content)
    return f'<pre tabindex="0"><code{name}>{body}</code></pre>\n'
