"""Where the release is."""

from __future__ import annotations

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from ..assets import bundle, tags
from ..assets.tags import VARIABLE

#: The folder below `STATIC_URL` that `collectstatic` puts the release in.
FOLDER = "backendai-media"


def asset_root() -> str:
    """Return the asset root: the environment's, the setting, or the release among static files.

    The last is made from the storage's base address: its `url()` would be that of a file under
    another name, which chunks do not have. Raises `AssetsError` where it is no address.
    """
    setting = getattr(settings, VARIABLE, None)
    if setting:
        return tags.asset_root(setting=setting)
    base = getattr(staticfiles_storage, "base_url", None) or settings.STATIC_URL or "/static/"
    return tags.asset_root(default=f"{base.rstrip('/')}/{FOLDER}/{bundle().name}")
