"""Backend.AI Media in Django.

::

    INSTALLED_APPS = [..., "backendai_media.django"]
    STATICFILES_FINDERS = [..., "backendai_media.django.finders.BundleFinder"]

If `collectstatic` does not publish the release, the setting `BACKENDAI_ASSET_ROOT` is its URL, and
the finder is not needed. `asset_root()` returns the URL in use.
"""

from .._imports import requires_extra

with requires_extra("django"):
    import django  # noqa: F401

from .root import asset_root

__all__ = ["asset_root"]
