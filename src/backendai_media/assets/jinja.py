"""Functions for Jinja templates, also in Flask and Starlette."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .embedding import result_tag
from .tags import Markup, asset_root, script_tags, static_tags

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context


def install(environment: Environment, root: Callable[[Context], str] | None = None) -> None:
    """Add the functions for tags, results and the asset root to an environment.

    `root` returns the asset root for a template's context; the default is `asset_root()`.
    """
    from jinja2 import pass_context

    def find(context: Context) -> str:
        return root(context) if root else asset_root()

    @pass_context
    def scripts(
        context: Context,
        *,
        nonce: str | None = None,
        sri: bool = True,
        islands: bool = True,
        elements: bool = False,
    ) -> Markup:
        root = find(context)
        return script_tags(root, nonce=nonce, sri=sri, islands=islands, elements=elements)

    @pass_context
    def styles(context: Context, *, sri: bool = True) -> Markup:
        return static_tags(find(context), sri=sri)

    environment.globals["backendai_asset_root"] = pass_context(find)
    environment.globals["backendai_media_scripts"] = scripts
    environment.globals["backendai_media_static"] = styles
    environment.globals["backendai_media_result"] = result_tag
    environment.filters["backendai_media_result"] = result_tag
