"""Any HTML: what is left of it is read by a real parser, and holds nothing that acts."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from backendai_media.rendering.api import new_context
from backendai_media.rendering.css import is_unsafe
from backendai_media.rendering.html import _TAGS, sanitize
from backendai_media.rendering.markdown import to_html
from backendai_media.rendering.svg_mathml import _MATH, _SVG
from tests import FULL, VECTORS

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


def examine(clean: str, *, confined: bool) -> None:
    """Fail where sanitised markup, as a browser reads it, holds what acts or fetches."""
    for node in LexborHTMLParser(f"<body>{clean}").css("*"):
        tag = (node.tag or "").lower()
        assert tag in ALLOWED, (tag, clean)
        for key, given_ in node.attributes.items():
            name, value = key.lower(), given_ or ""
            assert not name.startswith("on"), (name, clean)
            assert name not in {"srcdoc", "action", "formaction", "srcset", "ping", "is", "slot"}, (
                clean
            )
            # What the URL standard's parser leaves out.
            address = re.sub(r"^[\0- ]+|[\t\n\r]", "", value.lower())
            if name in {"href", "xlink:href", "src", "poster", "background"}:
                assert not address.startswith(("javascript:", "vbscript:", "data:text")), clean
                if tag not in {"a", "area"}:
                    assert not re.match(r"(https?:)?//", address), clean
            elif name == "style":
                assert not is_unsafe(value), clean
            elif not confined:
                assert name not in {"id", "class", "name"}, clean


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
    clean, sheets = sanitize(html, new_context(shadow=confined))
    examine(clean, confined=confined)
    for sheet in sheets:
        assert "</" not in sheet
        assert not [block for block in blocks(sheet) if is_unsafe(block)]
        assert not re.search("@import|@font-face|@namespace", sheet, re.IGNORECASE)
    again, _ = sanitize(clean, new_context(shadow=confined))
    examine(again, confined=confined)


@settings(
    max_examples=3_000 if FULL else 100, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(st.lists(markup | st.sampled_from(list("`*_[]()!#>$|\\\n -~")), max_size=12).map("".join))
def test_nothing_that_acts_is_left_of_markdown(source: str) -> None:
    context = new_context()
    clean, _ = sanitize(to_html(source, context.meter), context)
    examine(clean, confined=True)


@pytest.mark.parametrize("confined", [True, False])
def test_nothing_that_acts_is_left_of_a_known_corpus(confined: bool) -> None:
    fixtures = json.loads((VECTORS / "security/dompurify_fixtures.json").read_bytes())
    assert len(fixtures) > 200
    for fixture in fixtures:
        clean, _ = sanitize(fixture["payload"], new_context(shadow=confined))
        examine(clean, confined=confined)
