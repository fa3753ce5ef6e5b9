"""Plain Jinja2."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment
from markupsafe import Markup, escape

from backendai_media import render as render_static
from backendai_media.assets import jinja, result_tag, script_tags, static_tags


@pytest.fixture(params=[True, False], ids=["autoescape", "plain"])
def environment(request: pytest.FixtureRequest) -> Environment:
    made = Environment(autoescape=request.param)
    jinja.install(made)
    return made


def render(environment: Environment, text: str, **values: object) -> str:
    return environment.from_string(text).render(values)


def test_scripts(environment: Environment, own: Path) -> None:
    root = f"/backendai-media/{own.name}"
    assert render(environment, "{{ backendai_asset_root() }}") == root
    found = render(environment, "{{ backendai_media_scripts() }}")
    assert found == script_tags(root, islands=True)
    found = render(
        environment, "{{ backendai_media_scripts(nonce=n, sri=False, islands=False) }}", n="a<"
    )
    assert found == script_tags(root, nonce="a<", sri=False)


def test_root_of_the_environment(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKENDAI_ASSET_ROOT", "//cdn.example/x")
    assert render(environment, "{{ backendai_asset_root() }}") == "//cdn.example/x"


def test_results(environment: Environment) -> None:
    result = [("stdout", "</script>")]
    expected = result_tag(result, "c")
    assert render(environment, "{{ backendai_media_result(r, id='c') }}", r=result) == expected
    assert render(environment, "{{ r | backendai_media_result('c') }}", r=result) == expected


def test_static_results(environment: Environment) -> None:
    """What Python rendered is markup: nothing escapes it, and it escapes nothing."""
    made = render_static(["text/html", "<b>x</b>"], "c")
    assert render(environment, "{{ made }}", made=made) == made
    assert str(escape(made)) == str(made)
    assert Markup("<p>{}</p>").format(made) == f"<p>{made}</p>"
    found = render(environment, "{{ backendai_media_static() }}")
    assert found == static_tags()
    assert 'css/static.css" integrity="sha256-' in found
    found = render(environment, "{{ backendai_media_static(sri=False) }}")
    assert found == static_tags(sri=False)
    assert "integrity" not in found
