"""Outputs in a Flask page: flask --app examples/flask/app run --port 8001."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from flask import Flask, Response, make_response, render_template

from backendai_media.assets import csp
from backendai_media.flask import BackendAIMedia

SHARED = Path(__file__).resolve().parent.parent / "shared"

app = Flask(__name__, static_folder=SHARED)
media = BackendAIMedia(app)


@app.get("/")
def page() -> Response:
    """Show two results that were stored earlier."""
    results = json.loads((SHARED / "results.json").read_bytes())
    response = make_response(render_template("page.html", results=results))
    response.headers["Content-Security-Policy"] = csp(media.asset_root())
    return response


@app.get("/log")
def log() -> Response:
    """Show a result that Python rendered, and one that grows."""
    response = make_response(render_template("log.html", result=["stdout", "loss 0.412\n"]))
    response.headers["Content-Security-Policy"] = csp(media.asset_root())
    return response


@app.get("/lines")
def lines() -> Response:
    """Answer a log, line by line."""

    def each() -> Iterator[str]:
        for step in range(1, 6):
            yield json.dumps(["stdout", f"step {step}\n"]) + "\n"
            time.sleep(0.3)

    return Response(each(), mimetype="application/x-ndjson")
