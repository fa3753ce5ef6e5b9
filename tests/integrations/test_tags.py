"""The asset root, the tags, the policy, and results as data."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendai_media import AssetsError, assets, normalize, render
from backendai_media.assets import (
    asset_root,
    csp,
    csp_directives,
    result_tag,
    script_tags,
    static_tags,
)

STRICT = (
    "default-src 'none'; script-src {0}; style-src {0}; img-src data: blob: {0}; "
    "media-src data: blob:; font-src {0}; connect-src {0}; frame-src {0}; worker-src {0} blob:; "
    "trusted-types backendai-media; require-trusted-types-for 'script'"
)


class Elements(HTMLParser):
    """The elements of a text: (name, attributes, content)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.outside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.lasttag and self.found and not data.isspace():
            tag, attributes, content = self.found[-1]
            self.found[-1] = (tag, attributes, content + data)


def carried(tag: str) -> Any:
    """What a result's element holds."""
    ((_, _, content),) = Elements(tag).found
    return json.loads(content)


def test_names_are_there_and_lazy() -> None:
    assert assets.__all__ == sorted(assets.__all__) == dir(assets)
    assert all(callable(getattr(assets, name)) for name in assets.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = assets.nothing
    code = (
        "import sys; from backendai_media import assets; assets.script_tags('/x'); "
        "names = {'django', 'flask', 'starlette', 'jinja2', 'fastapi', 'anyio'}; "
        "assert not names & set(sys.modules), names & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_asset_root_is_asked_for_in_order(monkeypatch: pytest.MonkeyPatch, own: Path) -> None:
    assert asset_root() == f"/backendai-media/{own.name}"
    assert asset_root(default="/d") == "/d"
    assert asset_root(setting="/s", default="/d") == "/s"
    monkeypatch.setenv("BACKENDAI_ASSET_ROOT", "//env.example/x/")
    assert asset_root(setting="/s", default="/d") == "//env.example/x"
    assert asset_root("https://a.example/y", setting="/s") == "https://a.example/y"
    monkeypatch.setenv("BACKENDAI_ASSET_ROOT", "")
    assert asset_root(setting="/s") == "/s"


@pytest.mark.parametrize(
    "root",
    [
        "javascript:alert(1)",
        "localhost:8002/latest",
        "https:/assets.example.com",
        "data:text/javascript,1",
        "/a b",
        '/"><script>',
        "/a;script-src *",
        "/a,b",
        "/a?b",
        "/a#b",
        "https://user@host/x",
        "https://[::1/x",
        "/ä",
        "\\\\host\\x",
    ],
)
def test_what_is_no_asset_root(root: str) -> None:
    for function in (asset_root, script_tags, static_tags, csp):
        with pytest.raises(AssetsError, match="is not an asset root: set BACKENDAI_ASSET_ROOT"):
            function(root)


def test_script_tag_of_the_packages_own_release(own: Path, integrity: str) -> None:
    ((name, attributes, content),) = Elements(script_tags()).found
    assert (name, content) == ("script", "")
    assert attributes == {
        "src": f"/backendai-media/{own.name}/js/main.min.js",
        "integrity": integrity,
        "crossorigin": "anonymous",
    }
    there = Elements(script_tags(f"https://cdn.example/a/{own.name}/")).found[0][1]
    assert there["integrity"] == integrity
    assert there["src"] == f"https://cdn.example/a/{own.name}/js/main.min.js"
    assert "integrity" not in script_tags(f"/{own.name}", sri=False)


@pytest.mark.parametrize("root", ["http://localhost:8002/latest", "/x/0123456789abcdef0123"])
def test_no_digest_of_what_may_be_another_release(root: str) -> None:
    assert script_tags(root) == f'<script src="{root}/js/main.min.js"></script>'


def test_renderers_that_are_fetched_with_the_script(own: Path) -> None:
    kinds = ["image/png", "image/svg+xml", "stdout", "application/vnd.x+json", "text/html; a=b"]
    *links, script = Elements(script_tags(preload=kinds, nonce="n")).found
    root = f"/backendai-media/{own.name}"
    assert [link[1]["href"] for link in links] == [
        f"{root}/js/{name}.js" for name in ("image", "console", "json", "html")
    ]
    files = json.loads((own / "manifest.json").read_bytes())["files"]
    for name, attributes, _ in links:
        path = str(attributes["href"]).removeprefix(f"{root}/")
        assert (name, attributes["rel"], attributes["nonce"]) == ("link", "modulepreload", "n")
        assert attributes["integrity"] == files[path]["integrity"]
    assert script[0] == "script"
    assert script_tags("/r/latest", preload=kinds) == script_tags("/r/latest")
    with pytest.raises(ValueError, match="no renderer for 'x/y': preload takes"):
        script_tags(preload=["x/y"])


def test_nonce_and_islands() -> None:
    tags = Elements(script_tags("/r", nonce='a"b', islands=True)).found
    assert [attributes for _, attributes, _ in tags] == [
        {"src": "/r/js/main.min.js", "nonce": 'a"b'},
        {"src": "/r/js/islands.js", "nonce": 'a"b', "defer": None},
    ]


def test_islands_have_a_digest_too(own: Path) -> None:
    tags = Elements(script_tags(f"/{own.name}", islands=True)).found
    assert all(tag[1]["integrity"] for tag in tags)


def test_markup_is_taken_as_it_is() -> None:
    from django.utils.html import conditional_escape
    from markupsafe import escape

    tag = script_tags("/r")
    assert {str(escape(tag)), str(conditional_escape(tag)), str(tag.__html__())} == {str(tag)}


def test_the_policy_is_the_strict_one() -> None:
    assert csp("/static/x", static=False) == STRICT.format("'self'")
    assert csp("//cdn.example/a/x", hosts=(), static=False) == STRICT.format("cdn.example/a/x/")
    assert "script-src cdn.example/a/;" in csp("//cdn.example/a/latest/", hosts=())
    assert "script-src cdn.example/;" in csp("//cdn.example/latest", hosts=())
    assert csp("https://cdn.example:8/x", hosts="https://own.example", static=False) == (
        STRICT.format("https://own.example https://cdn.example:8/x/")
    )
    assert "unsafe" not in csp("/x", pdf=True, nonce="n", static=False)
    hosts = ["www.youtube.com", "https://maps.example"]
    framed = csp_directives("/x", hosts=(), pdf=True, frames=hosts)["frame-src"]
    assert framed == ["'self'", "blob:", *hosts]


def test_the_policy_allows_the_styles_of_static_results_and_nothing_else_inline() -> None:
    found = csp_directives("/x", nonce="n", style_src="https://own.example")
    assert found.pop("style-src") == ["'self'", "https://own.example", "'unsafe-inline'"]
    assert "unsafe" not in str(found)


def test_the_policy_grows() -> None:
    policy = csp_directives(
        "/x", nonce="abc", pdf=True, img_src="https://a.example https://b.example",
        script_src=["'strict-dynamic'"], default_src="'self'", base_uri="'none'",
    )  # fmt: skip
    assert policy["script-src"] == ["'self'", "'strict-dynamic'", "'nonce-abc'"]
    assert policy["frame-src"] == ["'self'", "blob:"]
    assert policy["default-src"] == ["'self'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["img-src"][-2:] == ["https://a.example", "https://b.example"]
    assert csp("/x", base_uri="'none'").endswith("; base-uri 'none'")


@pytest.mark.parametrize("source", ["a;b", "a,b"])
def test_a_source_cannot_end_the_policy(source: str) -> None:
    with pytest.raises(AssetsError, match="is not a valid source"):
        csp("/x", img_src=source)
    with pytest.raises(AssetsError, match="is not a valid source"):
        csp("/x", nonce=source)


def test_a_result_is_data() -> None:
    tag = result_tag([("image/png", b"\x89PNG"), ("stdout", "a & <b>")], "cell-1")
    ((name, attributes, _),) = Elements(tag).found
    assert name == "script"
    assert attributes == {"type": "application/json", "data-backendai-result": "cell-1"}
    assert carried(tag) == [["image/png", "iVBORw=="], ["stdout", "a & <b>"]]


@pytest.mark.parametrize(
    "value",
    [
        [("stdout", "a"), ("stderr", "b")],
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["x"]},
        ["log", ["info", "1", "n", "m"]],
        {"output_type": "clear_output", "wait": True},
        {"msg_type": "input_request", "content": {"prompt": "p", "password": True}},
        {
            "output_type": "display_data",
            "data": {"text/html": "<b>"},
            "metadata": {"a": 1},
            "transient": {"display_id": "d"},
        },
        {
            "output_type": "update_display_data",
            "data": {"text/plain": "t"},
            "metadata": {},
            "transient": {"display_id": "d"},
        },
    ],
)
def test_items_go_the_way_of_their_values(value: Any) -> None:
    items = normalize(value)
    assert normalize(carried(result_tag(items, 1))) == items
    assert normalize(carried(result_tag(value, 1))) == items


def test_a_malformed_item_stays_malformed() -> None:
    (item,) = normalize(carried(result_tag(normalize(5), 1)))
    assert type(item).__name__ == "InvalidItem"


@given(st.text(), st.text())
def test_no_text_ends_the_element(text: str, name: str) -> None:
    tag = result_tag({"text/plain": text + "</script><!--<script>"}, name)
    assert not re.search(r"[<>]", re.sub(r"^<script [^>]*>|</script>$", "", tag))
    assert carried(tag)["text/plain"].endswith("</script><!--<script>")


@pytest.mark.parametrize("value", [object(), float("nan"), "\ud800", {1: {2}}, [[]] * 3, None])
def test_any_value_is_carried(value: Any) -> None:
    tag = result_tag(value, "r")
    assert len(normalize(carried(tag))) == len(normalize(value))
    assert tag.encode()


def test_the_sheet_of_static_results(own: Path) -> None:
    ((name, attributes, content),) = Elements(static_tags()).found
    assert (name, content) == ("link", "")
    assert attributes["href"] == f"/backendai-media/{own.name}/css/static.css"
    sheet = (own / "css/static.css").read_bytes()
    digest = base64.b64encode(hashlib.sha256(sheet).digest()).decode()
    assert attributes["integrity"] == f"sha256-{digest}"
    found = static_tags("https://cdn.example/x")
    assert found == '<link rel="stylesheet" href="https://cdn.example/x/css/static.css">'


def test_a_static_form_that_render_makes() -> None:
    value = ["stdout", "text"]
    assert result_tag(value, "c", static=True) == result_tag(value, "c", static=render(value, "c"))
    assert result_tag(value, "c", static=False) == result_tag(value, "c")
