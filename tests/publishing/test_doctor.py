"""What `doctor` says of hosts that do one thing wrong."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from backendai_media import AssetsError
from backendai_media.assets import csp
from backendai_media.assets.release import read
from backendai_media.publishing import publish
from backendai_media.publishing.destination import open_store
from backendai_media.publishing.doctor import examine, http_only
from backendai_media.publishing.doctor_page import blocked, parse_policy
from backendai_media.publishing.findings import Finding

from .conftest import make_release, run

IMMUTABLE = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript; charset=utf-8", ".json": "application/json", ".html": "text/html"}
EMPTY = {"bytes": 0, "gzip": 0, "integrity": ""}
MISSING_CORS = "Access-Control-Allow-Origin is missing; send *"


class Answer(msgspec.Struct):
    """What a host answers, to be spoiled by a test."""

    status: int
    headers: dict[str, str]
    body: bytes


Spoil = Callable[[str, Answer], None]


class Host:
    """A host that does all right but for what `spoil` does to its answers."""

    def __init__(self, root: Path) -> None:
        self.spoil: Spoil = lambda path, answer: None
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer = host.answer(root, self.path)
                answer.headers.setdefault("Content-Length", str(len(answer.body)))
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, root: Path, path: str) -> Answer:
        file = root / path.lstrip("/")
        if not file.is_file():
            answer = Answer(404, {}, b"not here")
        else:
            body = file.read_bytes()
            named = path.startswith("/latest")
            headers = {
                "Content-Type": TYPES.get(file.suffix, "text/plain; charset=utf-8"),
                "Cache-Control": "public, max-age=60" if named else IMMUTABLE,
                "Access-Control-Allow-Origin": "*",
            }
            if len(body) > 1000:
                headers["Content-Encoding"] = "gzip"
                body = gzip.compress(body)
            answer = Answer(200, headers, body)
        self.spoil(path, answer)
        return answer


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return make_release(tmp_path / "assets", {"frame.html": b"<!doctype html>"})


@pytest.fixture
def host(tmp_path: Path, release: Path) -> Iterator[Host]:
    publish.upload(open_store(str(tmp_path / "www")), read(release))
    made = Host(tmp_path / "www")
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def header(name: str, value: str | None, file: str = "") -> Spoil:
    """Set a header of each file whose path ends so, or take it away."""

    def spoil(path: str, answer: Answer) -> None:
        if path.endswith(file):
            answer.headers.pop(name, None)
            if value is not None:
                answer.headers[name] = value

    return spoil


def status(code: int, file: str) -> Spoil:
    def spoil(path: str, answer: Answer) -> None:
        if path.endswith(file) and not path.startswith("/latest"):
            answer.status = code

    return spoil


def body(content: bytes, file: str) -> Spoil:
    def spoil(path: str, answer: Answer) -> None:
        if path.endswith(file):
            answer.body = content
            answer.headers.pop("Content-Encoding", None)

    return spoil


def test_nothing_is_wrong(host: Host, release: Path) -> None:
    addresses = ("", "/latest", "/latest/js/main.min.js", f"/{release.name}/js/main.min.js")
    for address in (*addresses, f"/{release.name}/"):
        report = examine(host.url + address)
        assert report.findings == []
        assert (report.hash, report.files) == (release.name, 5)
        assert report.root == f"{host.url}/{release.name}"


@pytest.mark.parametrize(
    ("spoil", "level", "where", "what"),
    [
        (status(404, "html.js"), "error", "js/html.js", "is missing (HTTP 404)"),
        (
            status(403, "html.js"),
            "error",
            "js/html.js",
            "is missing, or may not be read (HTTP 403)",
        ),
        (status(500, "html.js"), "error", "js/html.js", "returns HTTP 500"),
        (
            header("Content-Encoding", "gzip", "S.txt"),
            "error",
            "LICENSES.txt",
            "cannot be read: http",
        ),
        (
            body(b"tampered", "html.js"),
            "error",
            "js/html.js",
            "its content (8 bytes) is not what was",
        ),
        (
            header("Content-Type", "text/plain", "html.js"),
            "error",
            "js/html.js",
            "Content-Type is text/plain, it must be text/javascript",
        ),
        (
            header("Content-Type", None, "S.txt"),
            "warning",
            "LICENSES.txt",
            "Content-Type is missing",
        ),
        (
            header("Access-Control-Allow-Origin", None, "html.js"),
            "error",
            "js/html.js",
            MISSING_CORS,
        ),
        (header("Access-Control-Allow-Origin", None), "error", "and 6 more", MISSING_CORS),
        (
            header("Access-Control-Allow-Origin", "https://one.example", "html.js"),
            "error",
            "js/html.js",
            "Access-Control-Allow-Origin is https://one.example; send *",
        ),
        (
            header("Access-Control-Allow-Origin", "null", "html.js"),
            "warning",
            "js/html.js",
            "repeats the page's origin, which caches mix up",
        ),
        (
            header("Cache-Control", None, "html.js"),
            "warning",
            "js/html.js",
            "no Cache-Control; send",
        ),
        (
            header("Cache-Control", "no-store, max-age=31536000", "html.js"),
            "warning",
            "js/html.js",
            "Cache-Control is 'no-store, max-age=31536000'",
        ),
        (
            body(b"/* html */" + b"one" * 600, "html.js"),
            "warning",
            "js/html.js",
            "is not sent compressed: 1,810 bytes instead of 181",
        ),
        (
            header("Cross-Origin-Resource-Policy", "same-site", "html.js"),
            "error",
            "js/html.js",
            "Cross-Origin-Resource-Policy same-site blocks it",
        ),
        (header("X-Frame-Options", "DENY"), "error", "frame.html", "X-Frame-Options blocks framed"),
        (
            header("Content-Security-Policy", "frame-ancestors 'none'"),
            "error",
            "frame.html",
            "a Content-Security-Policy header comes on top",
        ),
        (
            header("Cache-Control", IMMUTABLE, "latest.json"),
            "warning",
            "latest.json",
            f"Cache-Control is '{IMMUTABLE}'; a pointer changes",
        ),
    ],
)
def test_one_thing_is_wrong(host: Host, spoil: Spoil, level: str, where: str, what: str) -> None:
    host.spoil = spoil
    (found,) = examine(host.url).findings
    assert found.level == level
    assert found.where.endswith(where)
    assert what in found.what


def test_an_origin_that_is_repeated_with_vary_is_right(host: Host) -> None:
    def spoil(path: str, answer: Answer) -> None:
        # The server does not see the origin here: it answers to the frame's only.
        answer.headers["Access-Control-Allow-Origin"] = "null"
        answer.headers["Vary"] = "Accept-Encoding, Origin"

    host.spoil = spoil
    (found,) = examine(host.url).findings
    assert found == Finding(
        "error", "js/main.min.js", "Access-Control-Allow-Origin is null; send *"
    )


def test_the_entry_of_another_release(host: Host, release: Path) -> None:
    def spoil(path: str, answer: Answer) -> None:
        if path == "/latest/js/main.min.js":
            other = gzip.decompress(answer.body).replace(release.name.encode(), b"0" * 20)
            body(other, path)(path, answer)

    host.spoil = spoil
    (found,) = examine(host.url).findings
    assert found.what.startswith(f"is not of the release {release.name} that latest.json names")
    host.spoil = lambda path, answer: setattr(
        answer, "status", 404 if path == "/latest/js/main.min.js" else answer.status
    )
    assert examine(host.url).findings == []
    (found,) = examine(f"{host.url}/latest").findings
    assert found == Finding("error", "latest/js/main.min.js", "is missing (HTTP 404)")


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (b"<html>", "is not the manifest of a release"),
        (
            b'{"version": "1", "hash": "x", "files": {"../x": {}}}',
            "is not the manifest of a release",
        ),
        (
            msgspec.json.encode({"version": "", "hash": "", "files": {"//a.example/x": EMPTY}}),
            "names a file outside the release: //a.example/x",
        ),
    ],
)
def test_no_manifest(host: Host, release: Path, manifest: bytes, said: str) -> None:
    host.spoil = body(manifest, "manifest.json")
    with pytest.raises(AssetsError, match=said):
        examine(f"{host.url}/{release.name}")


def test_no_release(host: Host) -> None:
    with pytest.raises(AssetsError, match=r"manifest\.json is missing .*is this the URL of a"):
        examine(f"{host.url}/nowhere")
    with pytest.raises(AssetsError, match="an asset root is an http:// or https:// address"):
        examine("assets")
    with pytest.raises(AssetsError, match=r"^http://127\.0\.0\.1:9/.*refused"):
        examine("http://127.0.0.1:9/x")


def test_pages_on_https_need_https() -> None:
    assert http_only("https://assets.example.com/x") == []
    assert http_only("http://localhost:8002/x") == []
    (found,) = http_only("http://assets.example.com/x")
    assert "use https://" in found.what


def test_the_command(host: Host, release: Path) -> None:
    done = run("doctor", host.url)
    assert done.returncode == 0
    assert done.stdout == f"{host.url}/{release.name} (1.0-one): 5 files, 0 errors, 0 warnings\n"
    host.spoil = header("Access-Control-Allow-Origin", None, "html.js")
    done = run("doctor", host.url)
    assert done.returncode == 1
    assert done.stdout.startswith(f"error    js/html.js: {MISSING_CORS}\n")
    done = run("doctor", host.url, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["findings"] == [
        {"level": "error", "where": "js/html.js", "what": MISSING_CORS}
    ]


SCRIPT = '<script src="/x/js/main.min.js"></script>'


@pytest.mark.parametrize(
    ("headers", "page", "said"),
    [
        ({}, SCRIPT, []),
        ({}, "", ["has no <script> for js/main.min.js"]),
        ({"Content-Security-Policy": "script-src 'self'"}, SCRIPT, []),
        (
            {"Content-Security-Policy": "script-src https://other.example"},
            SCRIPT,
            ["its CSP blocks js/main.min.js; add http://127.0.0.1:"],
        ),
        (
            {},
            '<meta http-equiv="Content-Security-Policy" content="frame-src \'none\'">' + SCRIPT,
            ["its CSP blocks frame.html; add http://127.0.0.1:"],
        ),
        (
            {"Content-Security-Policy": "script-src 'nonce-abc'"},
            SCRIPT.replace("<script", '<script nonce="abc"'),
            [],
        ),
        (
            {"Cross-Origin-Embedder-Policy": "require-corp"},
            SCRIPT,
            ["its COEP: require-corp blocks framed renderers; send the same header with frame"],
        ),
    ],
)
def test_a_page(
    host: Host, tmp_path: Path, headers: dict[str, str], page: str, said: list[str]
) -> None:
    (tmp_path / "www/page").write_text(page)
    host.spoil = lambda path, answer: answer.headers.update(headers if path == "/page" else {})
    found = examine(host.url, f"{host.url}/page").findings
    assert len(found) == len(said)
    assert all(one.what.startswith(start) for one, start in zip(found, said, strict=True))


def test_a_page_of_another_origin_that_embeds_strictly(host: Host, tmp_path: Path) -> None:
    def spoil(path: str, answer: Answer) -> None:
        if path == "/page":
            answer.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        if path.endswith("frame.html"):
            answer.headers["Cross-Origin-Embedder-Policy"] = "require-corp"

    host.spoil = spoil
    page = host.url.replace("127.0.0.1", "localhost") + "/page"
    (tmp_path / "www/page").write_text(SCRIPT)
    (found,) = examine(host.url, page).findings
    assert found.what.startswith("its COEP: require-corp blocks main.min.js; write crossorigin")
    (tmp_path / "www/page").write_text(SCRIPT.replace("<script", "<script crossorigin"))
    assert examine(host.url, page).findings == []


def test_no_page(host: Host) -> None:
    with pytest.raises(AssetsError, match="/nowhere returns HTTP 404"):
        examine(host.url, f"{host.url}/nowhere")


ROOT = "https://assets.example.com/media/x"
PAGE = "https://www.example.com/page"
HOST = "add https://assets.example.com to script-src"


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("", []),
        ("default-src *; img-src data: blob:; trusted-types *", []),
        ("script-src https://assets.example.com; trusted-types backendai-media", []),
        ("script-src *.example.com", []),
        ("script-src https:", []),
        ("script-src assets.example.com:443", []),
        ("script-src assets.example.com:*", []),
        ("script-src https://assets.example.com/media/", []),
        ("SCRIPT-SRC https://assets.example.com; script-src 'none'", []),
        ("script-src-elem https://assets.example.com; script-src 'none'", []),
        ("script-src https://assets.example.com/other/", [HOST]),
        ("script-src https://assets.example.com:8443", [HOST]),
        ("script-src *.assets.example.com", [HOST]),
        ("script-src 'self' 'unsafe-inline'", [HOST]),
        ("script-src http:; img-src *", ["add data: to img-src", "add blob: to img-src"]),
        ("trusted-types default", ["add backendai-media to trusted-types"]),
        ("sandbox allow-forms", ["sandbox without allow-scripts"]),
        ("sandbox allow-scripts", []),
        ("default-src 'none'", [HOST, "add data: to img-src", "add blob: to img-src"]),
    ],
)
def test_policies(policy: str, said: list[str], tmp_path: Path) -> None:
    manifest = read(make_release(tmp_path)).manifest
    found = blocked(parse_policy(policy), PAGE, ROOT, manifest, set())
    assert len(found) == len(said)
    assert all(one.endswith(end) for one, end in zip(found, said, strict=True))


def test_the_policy_that_is_recommended_blocks_nothing(tmp_path: Path) -> None:
    release = make_release(tmp_path, {"frame.html": b"", "css/x.css": b"", "fonts/x.woff2": b""})
    for policy in (csp(ROOT), csp(ROOT, pdf=True, nonce="abc")):
        assert blocked(parse_policy(policy), PAGE, ROOT, read(release).manifest, set()) == []
