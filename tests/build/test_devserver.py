"""The development server, as a process: built when asked, rebuilt when a source changed."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import httpx
import pytest

from backendai_media import AssetsError
from backendai_media.build import devserver

BROWSER = Path(__file__).parents[2] / "browser"
PATIENCE = 120.0  # seconds for a build, on a busy machine
get = partial(httpx.get, timeout=PATIENCE)


class Process:
    """A development server of its own sources."""

    def __init__(self, browser: Path, *, allow: str = "https://page.example") -> None:
        self.browser = browser
        code = (
            "import sys; from pathlib import Path; from backendai_media.build import devserver;"
            "devserver.run(Path(sys.argv[1]), port=0, allow_origins=(sys.argv[2],))"
        )
        command = [sys.executable, "-c", code, str(browser), allow]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.said: list[str] = []
        assert self.process.stdout
        self.entry = self.process.stdout.readline().strip()
        threading.Thread(target=self._listen, daemon=True).start()
        end = time.monotonic() + PATIENCE
        while True:
            with suppress(httpx.ConnectError):
                get(self.entry)
                return
            assert time.monotonic() < end

    def _listen(self) -> None:
        assert self.process.stderr
        self.said.extend(self.process.stderr)

    def url(self, name: str) -> str:
        return self.entry.replace("js/main.min.js", name)

    @contextmanager
    def changed(self, source: str, text: str) -> Iterator[None]:
        """Add to a source for a while."""
        path = self.browser / "src" / source
        kept = path.read_text(encoding="utf-8")
        path.write_text(kept + text, encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(kept, encoding="utf-8")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        for pipe in (self.process.stdout, self.process.stderr):
            assert pipe
            pipe.close()


def sources(place: Path) -> Path:
    # With what was built before: libraries take long.
    shutil.copytree(BROWSER, place, ignore=shutil.ignore_patterns("node_modules"))
    (place / "node_modules").symlink_to(BROWSER / "node_modules")
    return place


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    process = Process(sources(tmp_path_factory.mktemp("dev") / "browser"))
    yield process
    process.stop()


def test_the_entry_is_where_the_original_had_it(server: Process) -> None:
    assert re.fullmatch(r"http://localhost:\d+/latest/js/main\.min\.js", server.entry)
    found = get(server.entry)
    assert found.headers["content-type"] == "text/javascript; charset=utf-8"
    assert found.headers["cache-control"] == "no-store"
    assert "sourceMappingURL=main.min.js.map" in found.text
    assert "main.ts" in get(server.url("js/main.min.js.map")).text
    assert get(server.url("js/console.js")).status_code == 200
    assert get(server.url("js/none.js")).status_code == 404
    assert httpx.head(server.entry).headers["content-length"] == str(len(found.content))


@pytest.mark.parametrize(
    ("origin", "may"),
    [
        ("http://localhost:3000", True),
        ("https://app.localhost", True),
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("null", True),
        ("https://page.example", True),
        ("https://other.example", False),
        ("https://localhost.example", False),
        ("http://localhost:1.evil.example", False),
    ],
)
def test_who_may_load_chunks(server: Process, origin: str, may: bool) -> None:
    found = get(server.url("js/console.js"), headers={"Origin": origin})
    assert found.headers.get("access-control-allow-origin") == (origin if may else None)


def test_a_change_is_there_at_the_next_request(server: Process) -> None:
    before = get(server.entry).text
    assert get(server.entry).text == before
    with server.changed("main.ts", "\nconsole.log('changed here');\n"):
        assert "changed here" in get(server.entry).text


def test_a_broken_source_is_told_and_the_last_good_bundle_stays(server: Process) -> None:
    good = get(server.entry).text
    with server.changed("main.ts", "\nlet = ;\n"):
        broken = get(server.entry).text
        assert broken.startswith(good)
        assert re.search(r'console\.error\(".*main\.ts', broken.removeprefix(good))
        end = time.monotonic() + PATIENCE
        while not any("main.ts" in line for line in server.said):
            assert time.monotonic() < end
            time.sleep(0.05)
    assert get(server.entry).text == good


def test_chunks_belong_to_the_entry_that_was_served(server: Process) -> None:
    entry, chunk = get(server.entry).text, get(server.url("js/console.js")).content
    with server.changed("renderers/console/index.ts", "\nconsole.log('newer');\n"):
        assert get(server.url("js/console.js")).content == chunk, "its page knows this digest"
        assert get(server.entry).text != entry
        assert get(server.url("js/console.js")).content != chunk


def test_sources_that_never_compiled(tmp_path: Path) -> None:
    browser = sources(tmp_path / "browser")
    (browser / "src/main.ts").write_text("let = ;")
    said: list[str] = []
    builds = devserver.IncrementalBuild(browser, log=said.append)
    found = builds.file("js/main.min.js")
    assert found
    assert found.strip().startswith(b"console.error(")
    assert builds.file("js/console.js") is None
    assert "main.ts" in said[0]


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AssetsError, match=f"Port {port} cannot be used.*--port"):
            devserver.run(BROWSER, port=port)
