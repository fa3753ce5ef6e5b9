"""The Django application: tags, static files, system checks. Runs with Django 5.2 and 6."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import path
from django.utils.html import conditional_escape, format_html

from backendai_media import render as render_static
from backendai_media.assets import csp, csp_directives, result_tag, static_tags
from backendai_media.django import asset_root

FINDER = "backendai_media.django.finders.BundleFinder"
FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder", FINDER]
STATICFILES = "django.contrib.staticfiles.storage."
PAGE = """{% load backendai_media %}{% backendai_media_scripts %}
{% backendai_media_result result id="cell-1" %}{{ result|backendai_media_result:"cell-2" }}"""
#: As docs/including.md has it.
IMMUTABLE = r"^.+\.[0-9a-f]{12}\..+$|/backendai-media/[0-9a-f]{20}/"
SIX = django.VERSION >= (6,)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render(PAGE, request, result=[("stdout", "</script>")]))


urlpatterns = [path("", page)]

if not settings.configured:
    settings.configure(
        SECRET_KEY="x",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=["django.contrib.staticfiles", "backendai_media.django"],
        STATIC_URL="/static/",
        STATICFILES_FINDERS=FINDERS,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "context_processors": ["django.template.context_processors.request"]
                    + (["django.template.context_processors.csp"] if SIX else [])
                },
            }
        ],
    )
    django.setup()

from backendai_media.django.checks import check_settings  # noqa: E402 - settings come first


def render(text: str, request: HttpRequest | None = None, **values: Any) -> str:
    return engines["django"].from_string(text).render(values, request)


def scripts(request: HttpRequest | None = None, arguments: str = "") -> str:
    return render(
        f"{{% load backendai_media %}}{{% backendai_media_scripts {arguments} %}}", request
    )


def ids() -> list[str | None]:
    return [message.id for message in check_settings()]


def test_scripts_of_the_static_files(own: Path, integrity: str) -> None:
    found = scripts()
    assert f'src="/static/backendai-media/{own.name}/js/main.min.js"' in found
    assert f'integrity="{integrity}"' in found
    assert "js/islands.js" in found
    assert "nonce" not in found
    assert "islands" not in scripts(arguments="islands=False")
    assert "integrity" not in scripts(arguments="sri=False")


@override_settings(BACKENDAI_ASSET_ROOT="https://cdn.example/x")
def test_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'src="https://cdn.example/x/js/main.min.js"' in scripts()
    assert render("{% load backendai_media %}{% backendai_asset_root %}") == "https://cdn.example/x"
    monkeypatch.setenv("BACKENDAI_ASSET_ROOT", "//env.example/y")
    assert 'src="//env.example/y/js/main.min.js"' in scripts()


def test_results_are_data() -> None:
    text = Client().get("/").text
    for name in ("cell-1", "cell-2"):
        start = f'<script type="application/json" data-backendai-result="{name}">'
        content = text.partition(start)[2].partition("</script>")[0]
        assert json.loads(content) == [["stdout", "</script>"]]
    assert text.count("</script>") == 4


def test_a_given_nonce() -> None:
    assert scripts(arguments="nonce='a&lt;'").count('nonce="a&amp;lt;"') == 2


def test_nonce_of_django_csp() -> None:
    request = HttpRequest()
    request.csp_nonce = "abc"  # type: ignore[attr-defined]
    assert scripts(request).count('nonce="abc"') == 2


# Django's placeholder, CSP.NONCE.
CSP = csp_directives("/static/", script_src=["<CSP_NONCE_SENTINEL>"])


@pytest.mark.skipif(not SIX, reason="Django 5 has no policy of its own")
@override_settings(
    SECURE_CSP=CSP, MIDDLEWARE=["django.middleware.csp.ContentSecurityPolicyMiddleware"]
)
@pytest.mark.parametrize("processor", [True, False])
def test_nonce_of_django_6(processor: bool) -> None:
    templates = settings.TEMPLATES
    if not processor:
        templates = [{**templates[0], "OPTIONS": {"context_processors": [
            "django.template.context_processors.request"]}}]  # fmt: skip
    with override_settings(TEMPLATES=templates):
        response = Client().get("/")
    policy = response.headers["Content-Security-Policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert nonce
    assert policy.replace(f" 'nonce-{nonce}'", "") == csp("/static/")
    assert response.text.count(f'nonce="{nonce}"') == 2


def test_the_finder(own: Path) -> None:
    name = f"backendai-media/{own.name}/js/main.min.js"
    assert finders.find(name) == str(own / "js/main.min.js")
    assert finders.find(name, find_all=True) == [str(own / "js/main.min.js")]
    release = f"backendai-media/{own.name}"
    for missing in ("js/main.min.js", f"{release}/nothing.js", release, f"{release}/../x"):
        assert not finders.find(missing)
        assert finders.find(missing, find_all=True) == []


@pytest.mark.parametrize("storage", ["StaticFilesStorage", "ManifestStaticFilesStorage"])
@pytest.mark.parametrize("url", ["/static/", "https://cdn.example/s/"])
def test_collectstatic_carries_the_release(
    storage: str, url: str, tmp_path: Path, own: Path
) -> None:
    storages = {"staticfiles": {"BACKEND": STATICFILES + storage}}
    with override_settings(STORAGES=storages, STATIC_ROOT=str(tmp_path), STATIC_URL=url):
        call_command("collectstatic", interactive=False, verbosity=0)
        staticfiles_storage.url("anything/")  # is set up anew
        text = scripts()
    assert f'src="{url}backendai-media/{own.name}/js/main.min.js"' in text
    for file in (file for file in own.rglob("*") if file.is_file()):
        name = file.relative_to(own)
        assert (tmp_path / "backendai-media" / own.name / name).read_bytes() == file.read_bytes()


@pytest.mark.parametrize("hashed_only", [pytest.param(False, marks=pytest.mark.full), True])
def test_whitenoise(tmp_path: Path, own: Path, hashed_only: bool) -> None:
    """It serves the release, unless it keeps hashed names only, which a check warns of."""
    with override_settings(
        STORAGES={
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
        },
        STATIC_ROOT=str(tmp_path),
        MIDDLEWARE=["whitenoise.middleware.WhiteNoiseMiddleware"],
        WHITENOISE_KEEP_ONLY_HASHED_FILES=hashed_only,
        WHITENOISE_SKIP_COMPRESS_EXTENSIONS=("js", "map"),  # Takes most of a minute.
        WHITENOISE_IMMUTABLE_FILE_TEST=IMMUTABLE,
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        assert ids() == (["backendai_media.E003"] if hashed_only else [])
        response = Client().get(f"/static/backendai-media/{own.name}/js/main.min.js")
        assert response.status_code == (404 if hashed_only else 200)
        if not hashed_only:
            assert response.getvalue() == (own / "js/main.min.js").read_bytes()
            assert response.headers["Access-Control-Allow-Origin"] == "*"
            assert "immutable" in response.headers["Cache-Control"]
        response.close()


def test_runserver_serves_it(own: Path) -> None:
    from django.contrib.staticfiles.views import serve

    response = serve(HttpRequest(), f"backendai-media/{own.name}/js/main.min.js", insecure=True)
    assert isinstance(response, FileResponse)
    content = response.getvalue()
    response.close()
    assert content == (own / "js/main.min.js").read_bytes()
    assert "javascript" in response.headers["Content-Type"]


def test_checks(own: Path) -> None:
    assert ids() == []
    call_command("check")
    with override_settings(BACKENDAI_ASSET_ROOT="javascript:x"):
        assert ids() == ["backendai_media.E001"]
    with override_settings(STATICFILES_FINDERS=FINDERS[:1]):
        assert ids() == ["backendai_media.E002"]
        with override_settings(BACKENDAI_ASSET_ROOT="https://cdn.example/x"):
            assert ids() == []
    with override_settings(WHITENOISE_KEEP_ONLY_HASHED_FILES=True):
        assert ids() == ["backendai_media.E003"]
    with override_settings(BACKENDAI_ASSET_ROOT=f"//cdn.example/{'0' * 20}"):
        assert ids() == ["backendai_media.W001"]
    with override_settings(BACKENDAI_ASSET_ROOT=f"//cdn.example/{own.name}"):
        assert ids() == []
    with override_settings(SECURE_CSP={"trusted-types": ["mine"]}):
        assert ids() == ["backendai_media.W002"]
    with override_settings(SECURE_CSP={"trusted-types": ["mine", "backendai-media"]}):
        assert ids() == []


def test_checks_run_by_themselves() -> None:
    from django.core.checks import run_checks

    with override_settings(STATICFILES_FINDERS=FINDERS[:1]):
        assert "backendai_media.E002" in [message.id for message in run_checks()]


def python_for_six() -> str | None:
    """A Python that Django 6 runs on."""
    names = [f"python3.{minor}" for minor in range(12, 20)]
    there = [*map(shutil.which, names), *Path.home().glob(".pyenv/versions/3.1[2-9]*/bin/python")]
    modern = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))"
    runs = (str(one) for one in there if one)
    return next((one for one in runs if not subprocess.call([one, "-c", modern])), None)


@pytest.mark.full
@pytest.mark.skipif(SIX, reason="it is Django 6 that runs this")
@pytest.mark.timeout(600)
def test_with_django_6(tmp_path: Path) -> None:
    """The same tests in an environment of its own."""
    found = python_for_six()
    if not found:
        pytest.skip("Django 6 needs Python 3.12 or later, and there is none here")
    python = str(tmp_path / "venv/bin/python")
    subprocess.run([found, "-m", "venv", tmp_path / "venv"], check=True)
    packages = [
        "django>=6",
        "msgspec",
        "click",
        "pytest>=9",
        "pytest-timeout",
        "hypothesis",
        "whitenoise",
    ]
    subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "-o", f"cache_dir={tmp_path}", __file__],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "BACKENDAI_TEST_FULL": ""},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "failed" not in done.stdout


def test_static_results() -> None:
    """What Python rendered is markup to Django; its style sheet comes from the same place."""
    made = render_static(["text/html", "<b>x</b>"], "c")
    assert render("{{ made }}", made=made) == made
    assert str(conditional_escape(made)) == str(made)
    assert format_html("<p>{}</p>", made) == f"<p>{made}</p>"
    found = render("{% load backendai_media %}{% backendai_media_static %}")
    assert found == static_tags(asset_root())
    assert 'href="/static/backendai-media/' in found


def test_a_result_with_its_static_form() -> None:
    tag = '{% load backendai_media %}{% backendai_media_result result id="c" static=True %}'
    found = render(tag, result=["stdout", "text"])
    assert found == result_tag(
        ["stdout", "text"], "c", static=render_static(["stdout", "text"], "c")
    )
    given = render(tag.replace("True", "made"), result=[], made=render_static(["stdout", "x"]))
    assert 'class="backendai-console"' in given
    assert "js/element.js" in scripts(arguments="elements=True")


@pytest.mark.parametrize("engine", ["db", "cached_db", "signed_cookies"])
def test_users_of_sessions_have_terminals(tmp_path: Path, engine: str) -> None:
    program = [sys.executable, str(Path(__file__).with_name("django_users.py"))]
    done = subprocess.run(
        [*program, str(tmp_path / "users.db"), engine],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "signed in": "ann",
        "another": "bob",
        "in two headers": "ann",
        "nobody": None,
        "no session": None,
        "a guess": None,
        "another key": "ann",
        "again": "ann",
        "inactive": None,
        "another password": None,
    }
