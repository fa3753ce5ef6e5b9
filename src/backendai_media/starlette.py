"""Backend.AI Media in Starlette and FastAPI: an app that serves it, and template functions.

::

    media = BackendAIMedia()
    app.mount(media.path, media)
    media.install(templates)  # a Jinja2Templates
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._imports import requires_extra
from .assets import asset_root, jinja
from .assets.serve import Releases
from .assets.tags import PREFIX

with requires_extra("starlette"):
    import anyio.to_thread

if TYPE_CHECKING:
    from jinja2.runtime import Context
    from starlette.templating import Jinja2Templates
    from starlette.types import Receive, Scope, Send

__all__ = ["BackendAIMedia"]


class BackendAIMedia:
    """An ASGI application to mount at `path`; it serves this package's release, or `release`.

    `root`, or the environment variable `BACKENDAI_ASSET_ROOT`, is the asset root in templates, by
    default this application. Raises `AssetsError` if nothing was built.
    """

    def __init__(
        self, root: str | None = None, *, path: str = PREFIX, release: Path | None = None
    ) -> None:
        self.path = path
        self._root = root
        self._releases = Releases(release)

    def asset_root(self, request: Any = None) -> str:
        """Return the asset root; a `request` adds the prefix of the application."""
        scope = request.scope if request else {}
        before = scope.get("app_root_path", scope.get("root_path", ""))
        default = f"{before}{self.path}/{self._releases.hash}"
        return asset_root(setting=self._root, default=default)

    def install(self, templates: Jinja2Templates) -> None:
        """Add `backendai_media_scripts()` and `backendai_media_result(…)` to the templates."""

        def root(context: Context) -> str:
            return self.asset_root(context.get("request"))

        jinja.install(templates.env, root)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            # Closing a WebSocket before accepting it responds with 403.
            await receive()
            await send({"type": "websocket.close", "code": 1000})
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        # The first compression takes a while.
        reply = await anyio.to_thread.run_sync(
            self._releases.answer, scope["method"], path, headers
        )
        await reply.send(send)
