"""Opens the store that a destination on the command line names."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..errors import AssetsError, MissingExtraError
from .credentials import s3_options
from .local_store import LocalStore
from .object_store import ObjectStore, explained

__all__ = ["SCHEMES", "open_store"]

SCHEMES = ("s3", "gs", "az")


def open_store(
    destination: str, endpoint_url: str | None = None, *, compress: bool = True
) -> LocalStore | ObjectStore:
    """Return the store at `s3://…`, `gs://…` or `az://…`, or a directory.

    Credentials come from the same places as those of the store's own tools. Object stores do not
    negotiate encodings, so text is stored with gzip, unless `compress` is false.
    Raises `AssetsError` for another kind of address or missing credentials, `MissingExtraError`
    without the extra `assets`.
    """
    if "://" not in destination:
        return LocalStore(Path(destination), "variants" if compress else "none")
    parts = urlsplit(destination)
    if parts.scheme not in SCHEMES:
        raise AssetsError(f"{destination}: must be s3://…, gs://…, az://… or a directory")
    if not parts.netloc or parts.query or parts.fragment:
        raise AssetsError(f"{destination}: expected {parts.scheme}://bucket/prefix")
    try:
        from obstore.store import from_url
    except ImportError as error:
        raise MissingExtraError("assets") from error
    address = destination.rstrip("/")
    options: dict[str, Any] = {}
    if parts.scheme == "s3":
        options = s3_options(os.environ, endpoint_url)
    elif endpoint_url:
        options = {"base_url" if parts.scheme == "gs" else "endpoint": endpoint_url}
    endpoint = endpoint_url or options.get("endpoint") or os.environ.get("AWS_ENDPOINT_URL", "")
    with explained(address):
        inner: Any = from_url(
            address,
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "connect_timeout": "5s",
                "timeout": "60s",
            },
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
            **options,
        )
    return ObjectStore(address, inner, "encoded" if compress else "none")
