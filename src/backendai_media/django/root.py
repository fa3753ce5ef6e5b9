"""The asset root in Django."""

from __future__ import annotations

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from ..assets import bundle, tags
from ..assets.tags import VARIABLE

#: Directory of the release below `STATIC_URL`.
FOLDER = "backendai-media"


def asset_root() -> str:
    """Return the asset root: the environment variable, the setting, or the static files' URL.

    The latter is built from the base URL of the storage: its `url()` may add a hash to names, but
    chunks are loaded by their own names. Raises `AssetsError` if it is not a valid URL.
    """
    setting = getattr(settings, VARIABLE, None)
    if setting:
        return tags.asset_root(setting=setting)
    base = getattr(staticfiles_storage, "base_url", None) or settings.STATIC_URL or "/static/"
    return tags.asset_root(default=f"{base.rstrip('/')}/{FOLDER}/{bundle().name}")
