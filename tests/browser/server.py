"""A small real web server for tests, and a proxy that notes what pages ask of other hosts."""

from __future__ import annotations

import re
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

import trustme

HTML = "text/html; charset=utf-8"

# What browsers ask for on account of any page: fields of forms, say. Of what Chromium asks for besides
# nothing comes here, and WebKit asks for nothing.
OWN = re.compile(r"\b(content-autofill\.googleapis\.com|mozilla\.(com|net|org))\b")


@dataclass(frozen=True)
class Reply:
    """What a path answers."""

    body: bytes
    headers: Mapping[str, str]
    status: int = 200


@dataclass
class Trouble:
    """What goes wrong at a path: drops `fail` connections, waits, answers something else."""

    fail: int = 0
    delay: float = 0.0
    gate: threading.Event | None = None
    change: Callable[[bytes], bytes] | None = None


@dataclass
class Site:
    """One origin on the loopback interface.

    `mount` serves a directory (with CORS for everyone), `page` one text. Every request is in
    `requests` as "METHOD /path"; what was asked of other hosts through this server as a proxy is
    in `elsewhere`.
    """

    tls: bool = False
    requests: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    mounts: dict[str, Path] = field(default_factory=dict)
    pages: dict[str, Reply] = field(default_factory=dict)
    troubles: dict[str, Trouble] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        if self.tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            trustme.CA().issue_cert("localhost", "127.0.0.1").configure_cert(context)
            # The handshake belongs to the connection's own thread.
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.host}"

    def mount(self, prefix: str, directory: Path) -> str:
        """Serves `directory` under `/prefix/`; → its address without a trailing slash."""
        self.mounts[f"/{prefix}/"] = directory
        return f"{self.url}/{prefix}"

    def page(self, path: str, body: str | bytes, **headers: str) -> str:
        """Serves `body` at `/path`; `Content_Security_Policy="…"` and its like are headers.

        → its address.
        """
        named = {"Content-Type": HTML} | {
            key.replace("_", "-"): value for key, value in headers.items()
        }
        self.pages[f"/{path}"] = Reply(body.encode() if isinstance(body, str) else body, named)
        return f"{self.url}/{path}"

    def trouble(self, ending: str, **what: object) -> Trouble:
        """Troubles every path that ends so, until `calm`."""
        self.troubles[ending] = found = Trouble(**what)  # type: ignore[arg-type]
        return found

    def calm(self) -> None:
        """Forgets troubles and logs; whoever waits at a gate goes on."""
        for trouble in self.troubles.values():
            if trouble.gate:
                trouble.gate.set()
        self.troubles.clear()
        self.requests.clear()
        self.elsewhere.clear()

    def asked(self, ending: str) -> int:
        """How often a path that ends so was asked for."""
        return sum(urlsplit(line.split(" ", 1)[1]).path.endswith(ending) for line in self.requests)

    def find(self, path: str) -> Reply:
        if path in self.pages:
            return self.pages[path]
        for prefix, directory in self.mounts.items():
            file = directory / path.removeprefix(prefix)
            if path.startswith(prefix) and ".." not in path and file.is_file():
                kind = guess_type(file.name)[0] or "application/octet-stream"
                return Reply(
                    file.read_bytes(), {"Content-Type": kind, "Access-Control-Allow-Origin": "*"}
                )
        return Reply(b"not found", {"Content-Type": "text/plain"}, 404)

    def close(self) -> None:
        self.calm()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers drop connections as they like; that is no error of ours."""


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60
        # A reply's head and body leave together; each apart, the second would wait for a
        # delayed acknowledgement.
        wbufsize = -1
        disable_nagle_algorithm = True

        def answer(self) -> None:
            if not self.path.startswith("/"):
                if not OWN.search(self.path):
                    site.elsewhere.append(self.path)
                return self.reply(Reply(b"", {}, 502))
            path = unquote(urlsplit(self.path).path)
            site.requests.append(f"{self.command} {self.path}")
            trouble = next(
                (t for ending, t in site.troubles.items() if path.endswith(ending)), None
            )
            if trouble is None:
                return self.reply(site.find(path))
            if trouble.fail > 0:
                trouble.fail -= 1
                self.close_connection = True
                return None
            time.sleep(trouble.delay)
            if trouble.gate:
                trouble.gate.wait(30)
            found = site.find(path)
            body = trouble.change(found.body) if trouble.change else found.body
            return self.reply(Reply(body, found.headers, found.status))

        def reply(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            # Every request of a page shall be seen.
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)
            self.wfile.flush()

        do_GET = do_HEAD = do_POST = do_CONNECT = do_OPTIONS = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """The log is `Site.requests`."""

    return Handler
