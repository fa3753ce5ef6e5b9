"""Outputs in a Flask page: flask --app examples/flask/app run --port 8001."""

import json
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
