"""Outputs that a page fetches: uvicorn --app-dir examples/fastapi app:app --port 8003."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from backendai_media.assets import csp
from backendai_media.starlette import BackendAIMedia

HERE = Path(__file__).resolve().parent
RESULTS = json.loads((HERE.parent / "shared/results.json").read_bytes())

app = FastAPI()
templates = Jinja2Templates(HERE / "templates")
media = BackendAIMedia()
media.install(templates)
app.mount(media.path, media)
app.mount("/shared", StaticFiles(directory=HERE.parent / "shared"))
app.mount("/static", StaticFiles(directory=HERE / "static"))


@app.get("/")
def page(request: Request) -> Response:
    """Show the page; its script asks for the results."""
    policy = {"Content-Security-Policy": csp(media.asset_root(request))}
    return templates.TemplateResponse(request, "page.html", {"names": RESULTS}, headers=policy)


@app.get("/results/{name}")
def result(name: str) -> Any:
    """Answer one result, as a kernel gave it."""
    return RESULTS[name]


@app.get("/log")
def log(request: Request) -> Response:
    """Show a result that Python rendered, and one that grows."""
    policy = {"Content-Security-Policy": csp(media.asset_root(request))}
    result = {"result": ["stdout", "loss 0.412\n"]}
    return templates.TemplateResponse(request, "log.html", result, headers=policy)


@app.get("/lines")
def lines() -> StreamingResponse:
    """Answer a log, line by line."""

    async def each() -> AsyncIterator[str]:
        for step in range(1, 6):
            yield json.dumps(["stdout", f"step {step}\n"]) + "\n"
            await asyncio.sleep(0.3)

    return StreamingResponse(each(), media_type="application/x-ndjson")
