"""Outputs in a Django page: python examples/django/manage.py runserver 8000."""

import json
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent / "shared"

settings.configure(
    DEBUG=True,
    SECRET_KEY=secrets.token_hex(),
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.staticfiles", "backendai_media.django"],
    STATIC_URL="/static/",
    STATICFILES_DIRS=[SHARED],
    STATICFILES_FINDERS=[
        "django.contrib.staticfiles.finders.FileSystemFinder",
        "django.contrib.staticfiles.finders.AppDirectoriesFinder",
        "backendai_media.django.finders.BundleFinder",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [HERE / "templates"],
        }
    ],
)


def page(request: HttpRequest) -> HttpResponse:
    """Show two results that were stored earlier."""
    from backendai_media.assets import csp
    from backendai_media.django import asset_root

    results = json.loads((SHARED / "results.json").read_bytes())
    response = render(request, "page.html", {"results": results})
    response["Content-Security-Policy"] = csp(asset_root())
    return response


def log(request: HttpRequest) -> HttpResponse:
    """Show a result that Python rendered, and one that grows."""
    from backendai_media.assets import csp
    from backendai_media.django import asset_root

    response = render(request, "log.html", {"result": ["stdout", "loss 0.412\n"]})
    response["Content-Security-Policy"] = csp(asset_root())
    return response


def lines(_: HttpRequest) -> StreamingHttpResponse:
    """Answer a log, line by line."""

    def each() -> Iterator[str]:
        for step in range(1, 6):
            yield json.dumps(["stdout", f"step {step}\n"]) + "\n"
            time.sleep(0.3)

    return StreamingHttpResponse(each(), content_type="application/x-ndjson")


urlpatterns = [path("", page), path("log", log), path("lines", lines)]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
