"""Checks and configures the CORS rules of a bucket."""

from __future__ import annotations

import importlib
from typing import Any
from urllib.parse import urlsplit

from .._imports import requires_extra
from ..errors import AssetsError
from .object_store import ObjectStore, explained

RULE = {
    "AllowedOrigins": ["*"],
    "AllowedMethods": ["GET", "HEAD"],
    "AllowedHeaders": ["*"],
    "MaxAgeSeconds": 86400,
}


def check(store: ObjectStore, name: str) -> str | None:
    """Request an object as a framed renderer does; return what is wrong with the response."""
    with requires_extra("assets"):
        import httpx2
    with explained(store.address):
        answer = httpx2.get(store.signed(name), headers={"Origin": "null"}, timeout=20)
    allowed = answer.headers.get("access-control-allow-origin")
    # Some stores repeat the origin if all are allowed.
    if allowed in ("*", "null"):
        return None
    hint = "; --configure-cors sets that" if urlsplit(store.address).scheme == "s3" else ""
    allows = f"allows {allowed} only" if allowed else "allows no other origin"
    return (
        f"{store.address}: the bucket's CORS {allows}; all origins (*) must be allowed to GET{hint}"
    )


def configure(address: str, endpoint_url: str | None = None) -> None:
    """Allow every origin to read objects of a bucket; its other rules are kept.

    Raises `AssetsError` if the store refuses, boto3 is missing, or the store is not S3.
    """
    parts = urlsplit(address)
    if parts.scheme != "s3":
        raise AssetsError(
            f"{address}: CORS can be configured for s3:// only; see docs/publishing.md"
        )
    try:
        boto3: Any = importlib.import_module("boto3")
    except ImportError as error:
        raise AssetsError("--configure-cors needs boto3: pip install boto3") from error
    with explained(address):
        client = boto3.client("s3", endpoint_url=endpoint_url)
        rules = _rules(client, parts.netloc)
        if RULE not in rules:
            client.put_bucket_cors(
                Bucket=parts.netloc, CORSConfiguration={"CORSRules": [*rules, RULE]}
            )


def _rules(client: Any, bucket: str) -> list[dict[str, Any]]:
    try:
        return list(client.get_bucket_cors(Bucket=bucket)["CORSRules"])
    except client.exceptions.ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchCORSConfiguration":
            raise
        return []
