"""A release to serve, and the package's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backendai_media.assets import bundle, release
from backendai_media.assets.files import digest

SCRIPT = b"console.log('main');\n" * 200
FILES = {
    "js/main.min.js": SCRIPT,
    "js/main.min.js.map": b"{}" * 300,
    "js/islands.js": b"// short",
    "fonts/a.woff2": bytes(range(256)) * 8,
}


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKENDAI_ASSET_ROOT", raising=False)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A small release."""
    name = digest(FILES)
    directory = tmp_path / name
    for file, content in FILES.items():
        (directory / file).parent.mkdir(parents=True, exist_ok=True)
        (directory / file).write_bytes(content)
    files = {
        file: {"bytes": len(content), "gzip": 1, "integrity": release.integrity(content)}
        for file, content in FILES.items()
    }
    manifest = {"version": "1", "hash": name, "files": files}
    (directory / "manifest.json").write_text(json.dumps(manifest))
    return directory


@pytest.fixture(scope="session")
def own() -> Path:
    """The package's own release."""
    return bundle()


@pytest.fixture(scope="session")
def integrity(own: Path) -> str:
    """The digest of its entry."""
    return release.integrity((own / "js/main.min.js").read_bytes())
