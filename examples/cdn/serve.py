"""A plain page, and the release on a host of another origin: python examples/cdn/serve.py 8004.

The second host stands for object storage or a CDN; it gets the next port.
"""

import sys
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from threading import Thread

from backendai_media.assets import csp, script_tags
from backendai_media.assets.serve import Releases

HERE = Path(__file__).resolve().parent
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
}


class Handler(BaseHTTPRequestHandler):
    """Says what a server of one of the two kinds answers."""

    protocol_version = "HTTP/1.1"

    def reply(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Send an answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Assets(Handler):
    """The host of the release: any origin may load from it."""

    releases = Releases()

    def do_GET(self) -> None:
        """Answer a file of the release."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.reply(*self.releases.answer(self.command, self.path.partition("?")[0], headers))

    do_HEAD = do_OPTIONS = do_GET  # noqa: N815


class Page(Handler):
    """The host of the page."""

    root = ""

    def do_GET(self) -> None:
        """Answer the page or one of its files."""
        name = "index.html" if self.path == "/" else Path(self.path).name
        found = [
            file for file in (HERE / name, HERE.parent / "shared" / name) if file.suffix in TYPES
        ]
        file = next((file for file in found if file.is_file()), None)
        if not file:
            return self.reply(404, {}, b"not found")
        text = file.read_text()
        headers = {"Content-Type": f"{TYPES[file.suffix]}; charset=utf-8"}
        if file.suffix == ".html":
            text = Template(text).substitute(scripts=script_tags(self.root))
            headers["Content-Security-Policy"] = csp(self.root)
        return self.reply(200, headers, text.encode())


def main(port: int) -> None:
    """Serve both, until interrupted."""
    Page.root = f"http://127.0.0.1:{port + 1}/{Assets.releases.hash}"
    assets = ThreadingHTTPServer(("127.0.0.1", port + 1), Assets)
    Thread(target=assets.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{port}/ with assets from {Page.root}", flush=True)
    ThreadingHTTPServer(("127.0.0.1", port), Page).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8004)
