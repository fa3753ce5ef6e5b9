"""Passes a site on as it is, but for the probe as the first script of its pages."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from .stage import HERE

PROBE = (HERE / "probe.js").read_bytes()
#: What belongs to one connection, or to the text as it was.
OWN = {"connection", "content-length", "date", "server", "transfer-encoding"}


class Relay:
    """One origin in front of another."""

    def __init__(self, upstream: str) -> None:
        client = httpx.Client(base_url=upstream, timeout=60)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                status, headers, body = 200, {"content-type": "text/javascript"}, PROBE
                if self.path != "/probe.js":
                    asked = {key.lower(): value for key, value in self.headers.items()}
                    asked |= {
                        "accept-encoding": "identity",
                        "host": client.base_url.netloc.decode(),
                    }
                    reply = client.get(self.path, headers=asked)
                    status, body = reply.status_code, reply.content
                    headers = {k: v for k, v in reply.headers.items() if k not in OWN}
                    if "text/html" in headers.get("content-type", ""):
                        body = body.replace(b"<head>", b'<head><script src="/probe.js"></script>')
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Quiet."""

        self._client = client
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._client.close()
