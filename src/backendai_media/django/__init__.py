"""Backend.AI Media in Django.

::

    INSTALLED_APPS = [..., "backendai_media.django"]
    STATICFILES_FINDERS = [..., "backendai_media.django.finders.BundleFinder"]

The setting `BACKENDAI_ASSET_ROOT` says where the release is, where `collectstatic` does not carry
it; the finder is not needed then. `asset_root()` tells where it is.
"""

from .._imports import requires_extra

with requires_extra("django"):
    import django  # noqa: F401

from .root import asset_root

__all__ = ["asset_root"]
