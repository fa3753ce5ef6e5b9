"""Any HTML: what is left of it is read by a real parser, and holds nothing that acts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from backendai_media import render
from backendai_media.rendering.api import new_context
from backendai_media.rendering.css import is_unsafe
from backendai_media.rendering.html import _TAGS, sanitize
from backendai_media.rendering.markdown import to_html
from backendai_media.rendering.svg_mathml import _MATH, _SVG
from tests import FULL, VECTORS, hostile

pytestmark = pytest.mark.slow

ALLOWED = _TAGS | _SVG | _MATH | {"html", "head", "body"}

names = st.sampled_from(
    "a b p div span img svg math style script iframe title textarea noscript xmp plaintext template table tr td "
    "select option form input button mtext mglyph malignmark mi annotation-xml annotation semantics foreignObject "
    "desc use image path rect g set animate video audio source object embed base meta link body html head frameset "
    "details summary noembed noframes listing pre br hr image isindex keygen marquee font center x-y".split()
)
values = st.sampled_from(
    [
        *(
            "",
            "x",
            "javascript:alert(1)",
            " java\tscript:alert(1)",
            "&#106;avascript:alert(1)",
            "//e.example/x",
        ),
        *(
            "https://e.example/x",
            "data:text/html,<script>alert(1)</script>",
            "data:image/svg+xml,<svg onload=x>",
        ),
        *(
            "#x",
            "url(https://e.example)",
            "background:url(//e.example)",
            "color:red",
            "\\75rl(//e.example)",
        ),
        *(
            "</style><img src=x onerror=alert(1)>",
            "--><img onerror=x>",
            '"><script>',
            "'><script>",
            "text/html",
        ),
        *(
            "]]><script>",
            "<svg>",
            "</svg><script>",
            "<math>",
            "expression(alert(1))",
            "@import 'x'",
        ),
    ]
)
attributes = st.tuples(
    st.sampled_from(
        "href src style class id name onclick onerror onload OnFocus xlink:href action formaction srcdoc poster "
        "background data-x type encoding xmlns autofocus tabindex target is slot part srcset fill filter d "
        "values attributeName to from begin ping".split()
    ),
    values,
    st.sampled_from(['{}="{}"', "{}='{}'", "{}={}", "{}", '/{}="{}"', '{} = "{}', "{}=`{}`"]),
)
texts = st.sampled_from(
    [
        "text",
        "<",
        ">",
        "&",
        "&lt;script&gt;",
        "<!--",
        "-->",
        "--!>",
        "<![CDATA[",
        "]]>",
        "<?x",
        "<!doctype x",
        "\0",
    ]
) | st.text(max_size=5)


def _tag(parts: tuple[str, list[tuple[str, str, str]], str, str]) -> str:
    name, given_, inner, end = parts
    said = "".join(f" {form.format(key, value)}" for key, value, form in given_)
    return f"<{name}{said}>{inner}{end.format(name)}"


markup = st.recursive(
    texts,
    lambda inner: st.tuples(
        names,
        st.lists(attributes, max_size=3),
        st.lists(inner, max_size=4).map("".join),
        st.sampled_from(["</{}>", "</{}>", "", "</{} x>", "</p>", "</svg>", "</math>", "</", "/>"]),
    ).map(_tag),
    max_leaves=12,
)


def blocks(sheet: str) -> list[str]:
    """Return what is in the innermost braces: selectors fetch nothing, and may have escapes."""
    strings = r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    plain = re.sub(strings, lambda found: re.sub("[{}]", "_", found[0]), sheet)
    return re.findall(r"\{([^{}]*)\}", plain.replace("<\\/", "</"))


#: Attributes that act, fetch, or reach beyond the output.
ACTING = frozenset(
    "srcdoc action formaction srcset ping is slot part exportparts nonce autofocus contenteditable "
    "popover popovertarget command commandfor interestfor closedby anchor attributionsrc "
    "browsingtopics sharedstoragewritable adauctionheaders credentialless elementtiming "
    "fetchpriority blocking shadowrootmode form formmethod".split()
)
GLOBAL_RULES = re.compile(
    "@(import|font-face|namespace|property|function|view-transition|position-try|counter-style"
    "|page|charset|document|color-profile|custom-media)",
    re.IGNORECASE,
)


def examine(clean: str, *, confined: bool) -> None:
    """Fail where sanitised markup, as a browser reads it, holds what acts or fetches."""
    for node in LexborHTMLParser(f"<body>{clean}").css("*"):
        tag = (node.tag or "").lower()
        assert tag in ALLOWED, (tag, clean)
        for key, given_ in node.attributes.items():
            name, value = key.lower(), given_ or ""
            assert not name.startswith("on"), (name, clean)
            # Of an operator it says on which side of what it stands.
            assert name not in ACTING or (tag, name) == ("mo", "form"), (name, clean)
            # What the URL standard's parser leaves out.
            address = re.sub(r"^[\0- ]+|[\t\n\r]", "", value.lower())
            if name in {"href", "xlink:href", "src", "poster", "background"}:
                assert not address.startswith(("javascript:", "vbscript:", "data:text/html")), clean
                if tag not in {"a", "area"}:
                    assert not re.match(r"(https?:)?//", address), clean
            elif name == "style":
                assert not is_unsafe(value), clean
            elif not confined:
                assert name not in {"id", "class", "name", "aria-owns"}, clean


def examine_sheets(sheets: Iterable[str]) -> None:
    """Fail where style sheets could end their element, or have what fetches or is global."""
    for sheet in sheets:
        assert "</" not in sheet
        assert not [block for block in blocks(sheet) if is_unsafe(block)]
        assert not GLOBAL_RULES.search(sheet)


def sanitised(html: str, *, confined: bool) -> str:
    """Return what is left of markup, after it was examined."""
    clean, sheets, _ = sanitize(html, new_context(shadow=confined))
    examine(clean, confined=confined)
    examine_sheets(sheets)
    return clean


@settings(
    max_examples=20_000 if FULL else 150, deadline=None, suppress_health_check=list(HealthCheck)
)
@example(html="<style>td { background: url(https://e.example) }</style>", confined=True)
@example(html='<p style="background: url(https://e.example)">', confined=False)
@example(
    html='<svg id="a" class="b"><g id="c" fill="url(https://e.example)"/></svg>', confined=False
)
@given(st.lists(markup, max_size=5).map("".join), st.booleans())
def test_nothing_that_acts_is_left(html: str, confined: bool) -> None:
    clean = sanitised(html, confined=confined)
    sanitised(clean, confined=confined)


@settings(
    max_examples=3_000 if FULL else 100, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(st.lists(markup | st.sampled_from(list("`*_[]()!#>$|\\\n -~")), max_size=12).map("".join))
def test_nothing_that_acts_is_left_of_markdown(source: str) -> None:
    context = new_context()
    clean, *_ = sanitize(to_html(source, context.meter), context)
    examine(clean, confined=True)


FIXTURES = json.loads((VECTORS / "security/dompurify_fixtures.json").read_bytes())
CORPUS = [it["payload"] for it in FIXTURES] + [it["html"] for it in hostile.PAYLOADS]


@pytest.mark.parametrize("confined", [True, False])
def test_nothing_that_acts_is_left_of_known_corpora(confined: bool) -> None:
    assert len(FIXTURES) > 200
    for payload in CORPUS:
        sanitised(payload, confined=confined)


def test_nothing_that_acts_is_left_of_known_corpora_in_markdown() -> None:
    for payload in CORPUS:
        context = new_context()
        clean, sheets, _ = sanitize(to_html(payload, context.meter), context)
        examine(clean, confined=True)
        examine_sheets(sheets)


def test_known_corpora_stay_in_their_shadow_roots() -> None:
    """What a result writes around its shadow roots holds nothing of a payload but text."""
    for payload in CORPUS:
        made = render([["text/html", payload], ["text/markdown", payload]], payload)
        around, *inner = re.split(r'<template shadowrootmode="open">', made)
        for part in inner:
            content, *after = part.split("</template>")
            assert len(after) == 1, payload
            around += after[0]
            markup = re.sub("<style>(.*?)</style>", "", content, flags=re.DOTALL)
            # The only elements of ours: places to which links lead.
            markup = re.sub('<slot name="backendai-[0-9a-f]{8}-[0-9]+-[0-9]+"></slot>', "", markup)
            examine(markup, confined=True)
        assert "template" not in re.sub("[^<]*", "", around), payload
        assert not re.search(r"<(script|style|svg|math|img|dialog|button)\b", around), payload
