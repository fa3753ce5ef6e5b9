"""System checks for settings with which the script would not load.

::

    backendai_media.E001  BACKENDAI_ASSET_ROOT is not a URL
    backendai_media.E002  nothing serves the release
    backendai_media.E003  WhiteNoise would remove files that the script loads
    backendai_media.W001  BACKENDAI_ASSET_ROOT names another release than this package's
    backendai_media.W002  SECURE_CSP does not allow the library's Trusted Types policy
"""

from __future__ import annotations

import os
import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 - Django's name

from ..assets import bundle
from ..assets.tags import VARIABLE
from ..errors import AssetsError
from .root import asset_root

FINDER = "backendai_media.django.finders.BundleFinder"
_HASH = re.compile(r"[0-9a-f]{20}")


def check_settings(**_: Any) -> list[CheckMessage]:
    """Return what is wrong with the settings."""
    try:
        root = asset_root()
    except AssetsError as error:
        return [Error(str(error), id="backendai_media.E001")]
    explicit = os.environ.get(VARIABLE) or getattr(settings, VARIABLE, None)
    return [*(_explicit(root) if explicit else _static()), *_trusted_types()]


def _explicit(root: str) -> list[CheckMessage]:
    name = root.rpartition("/")[2]
    if not _HASH.fullmatch(name) or name == bundle().name:
        return []
    return [
        Warning(
            f"{VARIABLE} names the release {name}; this package has {bundle().name}.",
            hint="Publish this package's release, or the script tag has no integrity.",
            id="backendai_media.W001",
        )
    ]


def _static() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    apps = settings.INSTALLED_APPS
    if "django.contrib.staticfiles" not in apps or FINDER not in settings.STATICFILES_FINDERS:
        hint = (
            f"Add {FINDER!r} to STATICFILES_FINDERS and 'django.contrib.staticfiles' to "
            f"INSTALLED_APPS, or set {VARIABLE} to the URL of a published release."
        )
        found.append(Error("Nothing serves the release.", hint=hint, id="backendai_media.E002"))
    if getattr(settings, "WHITENOISE_KEEP_ONLY_HASHED_FILES", False):
        found.append(
            Error(
                "WHITENOISE_KEEP_ONLY_HASHED_FILES removes files that the script loads.",
                hint=f"Set it to False, or set {VARIABLE} to the URL of a published release.",
                id="backendai_media.E003",
            )
        )
    return found


def _trusted_types() -> list[CheckMessage]:
    """Check Django 6's setting for the policy."""
    policy = getattr(settings, "SECURE_CSP", None) or {}
    allowed = policy.get("trusted-types")
    if not allowed or {"backendai-media", "*"} & set(
        [allowed] if isinstance(allowed, str) else allowed
    ):
        return []
    return [
        Warning(
            "SECURE_CSP has trusted-types without backendai-media; chunks will be blocked.",
            hint="Add 'backendai-media' to its trusted-types.",
            id="backendai_media.W002",
        )
    ]
