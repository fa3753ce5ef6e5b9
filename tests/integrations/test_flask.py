"""The Flask extension."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, render_template_string, session

from backendai_media import AssetsError
from backendai_media.flask import BackendAIMedia, session_of

from .conftest import SCRIPT

PAGE = "{{ backendai_media_scripts(nonce='n') }}{{ backendai_media_result([], id='c') }}"


def application(**settings: str) -> Flask:
    app = Flask(__name__)
    app.config.update(settings)
    app.add_url_rule("/", view_func=lambda: render_template_string(PAGE), endpoint="page")
    return app


def test_a_page_and_what_it_names(own: Path, integrity: str) -> None:
    app = application()
    BackendAIMedia(app)
    http = app.test_client()
    text = http.get("/").text
    path = f"/backendai-media/{own.name}/js/main.min.js"
    assert f'src="{path}"' in text
    assert f'integrity="{integrity}"' in text
    assert 'nonce="n"' in text
    assert 'data-backendai-result="c">[]</script>' in text
    script = http.get(path)
    assert script.data == (own / "js/main.min.js").read_bytes()
    assert script.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert script.headers.getlist("Content-Type") == ["text/javascript; charset=utf-8"]


def test_what_the_blueprint_answers(made: Path) -> None:
    app = application()
    BackendAIMedia(path="/assets", release=made).init_app(app)
    http = app.test_client()
    name = f"/assets/{made.name}/js/main.min.js"
    whole = http.get(name, headers={"Accept-Encoding": "gzip"})
    assert whole.headers["Content-Encoding"] == "gzip"
    assert whole.headers["Access-Control-Allow-Origin"] == "*"
    part = http.get(name, headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.data) == (206, SCRIPT[1:4])
    known = http.get(name, headers={"If-None-Match": http.get(name).headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")
    assert http.head(name).headers["Content-Length"] == str(len(SCRIPT))
    assert http.options(name).headers["Access-Control-Allow-Origin"] == "*"
    assert http.post(name).status_code == 405
    for path in ("/assets/", f"/assets/{made.name}/", f"/assets/{made.name}/../../x",
                 f"/assets/{made.name}/..%2f..%2fx"):  # fmt: skip
        assert http.get(path).status_code == 404, path


def test_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    app = application(BACKENDAI_ASSET_ROOT="https://cdn.example/x")
    media = BackendAIMedia(app)
    assert 'src="https://cdn.example/x/js/main.min.js"' in app.test_client().get("/").text
    monkeypatch.setenv("BACKENDAI_ASSET_ROOT", "//env.example/y")
    with app.test_request_context():
        assert media.asset_root() == "//env.example/y"
        monkeypatch.delenv("BACKENDAI_ASSET_ROOT")
        app.config["BACKENDAI_ASSET_ROOT"] = "nonsense:"
        with pytest.raises(AssetsError, match="is not an asset root"):
            media.asset_root()


def test_below_a_prefix(own: Path) -> None:
    app = application()
    BackendAIMedia(app)
    text = app.test_client().get("/", environ_overrides={"SCRIPT_NAME": "/before"}).text
    assert f'src="/before/backendai-media/{own.name}/js/main.min.js"' in text


def test_two_applications() -> None:
    media = BackendAIMedia()
    for setting in ("/a", "/b"):
        app = application(BACKENDAI_ASSET_ROOT=setting)
        media.init_app(app)
        assert f'src="{setting}/js/main.min.js"' in app.test_client().get("/").text


def test_sessions_of_users_who_want_terminals() -> None:
    app = application(SECRET_KEY="x")

    @app.get("/in")
    def sign_in() -> str:
        session["user"] = "ann"
        return "signed in"

    http = app.test_client()
    cookie = http.get("/in").headers["Set-Cookie"].partition(";")[0]

    def read(*cookies: str, by: Flask = app) -> dict[str, str]:
        headers = [(b"cookie", one.encode()) for one in cookies]
        return dict(session_of(by, {"type": "websocket", "headers": headers}))

    assert read("a=b", cookie) == {"user": "ann"}
    assert read() == read("session=forged") == read(cookie, by=application()) == {}
    assert read(cookie, by=application(SECRET_KEY="y")) == {}
