"""A page whose inline scripts another script rewrites.

uvicorn --app-dir examples/rewritten app:app --port 8006
"""

import json
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from backendai_media.assets import csp
from backendai_media.starlette import BackendAIMedia

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent / "shared"

templates = Jinja2Templates(HERE)
media = BackendAIMedia()
media.install(templates)


def page(request: Request) -> Response:
    """Show two results that were stored earlier."""
    results = json.loads((SHARED / "results.json").read_bytes())
    policy = {"Content-Security-Policy": csp(media.asset_root(request))}
    return templates.TemplateResponse(request, "page.html", {"results": results}, headers=policy)


app = Starlette(
    routes=[
        Route("/", page),
        Mount(media.path, media),
        Mount("/shared", StaticFiles(directory=SHARED)),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
)
