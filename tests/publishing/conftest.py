"""A real S3-compatible server, releases to publish, and the command as a person runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backendai_media.assets.files import digest
from backendai_media.assets.release import integrity
from backendai_media.publishing.destination import open_store
from backendai_media.publishing.object_store import ObjectStore

from .s3 import KEYS, NO_PROXY, S3, serve_s3

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    with serve_s3(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", NO_PROXY)


@pytest.fixture
def place(s3: S3, request: pytest.FixtureRequest) -> str:
    """A prefix of this test's own, as bucket/prefix."""
    return f"media/{request.node.name}".replace("[", "-").replace("]", "")


@pytest.fixture
def bucket(s3: S3, place: str, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:
    """The store at this test's own prefix."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    store = open_store(f"s3://{place}", s3.endpoint)
    assert isinstance(store, ObjectStore)
    return store


def run(
    *arguments: str | Path, environ: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "backendai_media", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, env=environ, cwd=cwd
    )


def make_release(out: Path, files: dict[str, bytes] | None = None, *, text: str = "one") -> Path:
    """Write a release of a few files; `text` makes it differ from others."""
    contents = {
        "js/main.min.js": b'"use strict";/* main */' + text.encode() * 400,
        "js/console.js": b"/* console */" + text.encode() * 500,
        "js/html.js": b"/* html */" + text.encode() * 600,
        "LICENSES.txt": b"BSD",
        **(files or {}),
    }
    name = digest(contents)
    manifest = {
        "version": f"1.0-{text}",
        "hash": name,
        "files": {
            file: {
                "bytes": len(content),
                "gzip": len(content) // 10 if len(content) > 1000 else len(content),
                "integrity": integrity(content),
                "type": TYPES.get(Path(file).suffix, "application/octet-stream"),
            }
            for file, content in contents.items()
        },
    }
    for file, content in {**contents, "manifest.json": json.dumps(manifest).encode()}.items():
        path = out / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return out / name
