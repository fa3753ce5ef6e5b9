"""`{% load backendai_media %}`: the script's tags, and results in the page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from ...assets import result_tag, script_tags, static_tags
from ...assets.tags import Markup
from ..root import asset_root

register = template.Library()


@register.simple_tag(takes_context=True)
def backendai_media_scripts(
    context: Context,
    *,
    nonce: str | None = None,
    sri: bool = True,
    islands: bool = True,
    elements: bool = False,
) -> Markup:
    """Write the `<script>` tags, with the nonce of the response's policy if there is one."""
    if nonce is None:
        nonce = _nonce(context)
    root = asset_root()
    return script_tags(root, nonce=nonce, sri=sri, islands=islands, elements=elements)


@register.simple_tag
def backendai_media_static(*, sri: bool = True) -> Markup:
    """Write the tag of the style sheet that results of `render` need."""
    return static_tags(asset_root(), sri=sri)


@register.simple_tag
def backendai_asset_root() -> str:
    """Write the address of the release."""
    return asset_root()


@register.simple_tag(name="backendai_media_result")
def result(
    result: Any,
    id: str | int,  # noqa: A002 - as templates write it
    *,
    static: str | bool = False,
) -> Markup:
    """Write a result as data, which the script renders in this place.

    `static` is markup to show until then; True stands for that of `render`.
    """
    return result_tag(result, id, static=static)


@register.filter(name="backendai_media_result")
def result_filter(result: Any, id: str | int) -> Markup:  # noqa: A002
    """Write a result as data: `{{ result|backendai_media_result:"cell-1" }}`."""
    return result_tag(result, id)


def _nonce(context: Context) -> str | None:
    """Return the nonce of Django 6's `csp` or of django-csp, if their middleware ran."""
    request = context.get("request")
    found = context.get("csp_nonce")
    if found is None:
        found = getattr(request, "csp_nonce", None)
    if found is None:
        found = getattr(request, "_csp_nonce", None)
    # Django's nonce is created on first access, and is false before.
    return None if found is None else str(found)
