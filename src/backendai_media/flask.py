"""Backend.AI Media in Flask: serves the release, and adds functions to templates.

::

    BackendAIMedia(app)  # or BackendAIMedia().init_app(app)

If the release is not served from here, the setting `BACKENDAI_ASSET_ROOT` is its URL.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._asgi import Scope, header_values
from ._imports import requires_extra
from .assets import asset_root, jinja
from .assets.serve import Releases
from .assets.tags import PREFIX, VARIABLE

with requires_extra("flask"):
    from flask import Blueprint, Flask, Response, current_app, request, url_for
    from werkzeug.test import create_environ

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2.runtime import Context

__all__ = ["BackendAIMedia", "session_of"]

_NAME = "backendai_media"


class BackendAIMedia:
    """The extension. It serves this package's release, or the one in `release`, below `path`.

    Raises `AssetsError` if nothing was built.
    """

    def __init__(
        self, app: Flask | None = None, *, path: str = PREFIX, release: Path | None = None
    ) -> None:
        self._path = path
        self._releases = Releases(release)
        if app:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Add the blueprint, the setting and the template functions to an application."""
        app.config.setdefault(VARIABLE, None)
        blueprint = Blueprint(_NAME, __name__, url_prefix=self._path)
        blueprint.add_url_rule(
            "/<path:name>",
            "asset",
            self._serve,
            methods=["GET", "HEAD", "OPTIONS"],
            provide_automatic_options=False,
        )
        app.register_blueprint(blueprint)
        app.extensions[_NAME] = self
        jinja.install(app.jinja_env, self._find)

    def asset_root(self) -> str:
        """Return the asset root, within a request."""
        default = url_for(f"{_NAME}.asset", name=self._releases.hash)
        return asset_root(setting=current_app.config[VARIABLE], default=default)

    def _find(self, _: Context) -> str:
        return self.asset_root()

    def _serve(self, name: str) -> Response:
        headers = {key.lower(): value for key, value in request.headers.items()}
        reply = self._releases.answer(request.method, name, headers)
        # In a list: for bytes Flask sets the length itself, which is wrong for HEAD.
        return Response([reply.body], reply.status, reply.headers)


def session_of(app: Flask, scope: Scope) -> Mapping[str, Any]:
    """Return the application's session of an ASGI scope, to read: for terminals beside it."""
    headers = {"Cookie": "; ".join(header_values(scope, b"cookie"))}
    request = app.request_class(create_environ(headers=headers))
    return app.session_interface.open_session(app, request) or {}
