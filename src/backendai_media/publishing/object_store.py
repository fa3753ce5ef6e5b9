"""Where releases are published: an object store, or a directory that a web server serves."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import urlsplit

import msgspec

from .._imports import requires_extra
from ..errors import AssetsError
from .credentials import NONE, s3_options

if TYPE_CHECKING:
    from obstore.store import GCSStore, S3Store

    from .local_store import Folder

SCHEMES = ("s3", "gs", "az")
#: How text is compressed: the file itself, in variants beside it, or not at all.
Packing = Literal["inside", "beside", "none"]

#: What the library or the store says, and what a person can do about it.
REASONS = {
    "NoSuchBucket": "there is no such bucket; create it, or correct its name",
    "ContainerNotFound": "there is no such container; create it, or correct its name",
    "specified bucket does not exist": "there is no such bucket; create it, or correct its name",
    "InvalidAccessKeyId": "the access key is not known there; check AWS_ACCESS_KEY_ID",
    "SignatureDoesNotMatch": "the secret key is wrong; check AWS_SECRET_ACCESS_KEY",
    "ExpiredToken": "the credentials have expired; sign in again",
    "AccessDenied": "access denied; the credentials must allow to list, read and write there",
    "Account must be specified": "no account; set AZURE_STORAGE_ACCOUNT_NAME and its _KEY",
    "redirect without LOCATION": "the bucket is in another region; set AWS_REGION to its own",
    "AuthorizationHeaderMalformed": "the bucket is in another region; set AWS_REGION to its own",
    "No space left": "the store's disk is full",
    "error sending request": "cannot be reached; check the network and --endpoint-url",
}


class Object(msgspec.Struct, frozen=True):
    """What a listing says of an object. At most stores `etag` is the MD5 of the body."""

    bytes: int
    modified: datetime
    etag: str = ""


class Stored(msgspec.Struct, frozen=True):
    """An object's content, decoded, and its etag."""

    content: bytes
    etag: str = ""


class Store(Protocol):
    """What publishing needs of a place. Every method raises `AssetsError` in one line."""

    address: str
    packing: Packing

    def listing(self, under: str = "") -> dict[str, Object]:
        """Return the objects in a directory, at any depth, by name."""

    def get(self, name: str) -> Stored | None:
        """Return an object's content, or `None` where there is none."""

    def put(self, name: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Write an object; whoever reads meanwhile gets the old one or the new one, whole."""

    def replace(self, name: str, body: bytes, headers: Mapping[str, str], etag: str | None) -> bool:
        """Write an object if it still has this etag (`None`: is not there); tell whether it had."""

    def delete(self, names: Sequence[str]) -> None:
        """Delete objects; one that is gone already is no error."""


class Bucket:
    """A prefix in an object store."""

    def __init__(
        self, address: str, inner: S3Store | GCSStore, packing: Packing = "inside"
    ) -> None:
        self.address = address
        self.packing = packing
        self._inner = inner

    def listing(self, under: str = "") -> dict[str, Object]:
        """Return the objects in a directory, at any depth, by name."""
        import obstore

        with explained(self.address):
            return {
                one["path"]: Object(one["size"], one["last_modified"], _plain(one["e_tag"]))
                for chunk in obstore.list(self._inner, under or None, chunk_size=1000)
                for one in chunk
            }

    def get(self, name: str) -> Stored | None:
        """Return an object's content, or `None` where there is none."""
        import obstore

        with explained(f"{self.address}/{name}"):
            try:
                found = obstore.get(self._inner, name)
                body = bytes(found.bytes())
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise
                return None
            packed = found.attributes.get("Content-Encoding") == "gzip"
            return Stored(_unpacked(body) if packed else body, found.meta["e_tag"] or "")

    def put(self, name: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Write an object; whoever reads meanwhile gets the old one or the new one, whole."""
        import obstore

        with explained(f"{self.address}/{name}"):
            obstore.put(self._inner, name, body, attributes=dict(headers), use_multipart=False)

    def replace(self, name: str, body: bytes, headers: Mapping[str, str], etag: str | None) -> bool:
        """Write an object if it still has this etag (`None`: is not there); tell whether it had."""
        import obstore
        from obstore.exceptions import AlreadyExistsError, NotSupportedError, PreconditionError

        with explained(f"{self.address}/{name}"):
            try:
                mode: Any = {"e_tag": etag} if etag else "create"
                obstore.put(self._inner, name, body, attributes=dict(headers), mode=mode)
            except (AlreadyExistsError, PreconditionError):
                return False
            except NotSupportedError:
                obstore.put(self._inner, name, body, attributes=dict(headers))
        return True

    def delete(self, names: Sequence[str]) -> None:
        """Delete objects; one that is gone already is no error."""
        import obstore

        with explained(self.address):
            try:
                obstore.delete(self._inner, list(names))
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise

    def signed(self, name: str) -> str:
        """Return an address at which anybody can read the object for a minute."""
        import obstore

        with explained(self.address):
            return obstore.sign(self._inner, "GET", name, timedelta(minutes=1))


def open_store(
    destination: str, endpoint_url: str | None = None, *, compress: bool = True
) -> Folder | Bucket:
    """Return the store at `s3://…`, `gs://…` or `az://…`, or in a directory.

    Credentials come from where each store's own tools look for them. Object stores do not
    negotiate, so that they get text with gzip, unless not `compress`.
    Raises `AssetsError` for an address of another kind, or where there are no credentials.
    """
    from .local_store import Folder

    if "://" not in destination:
        return Folder(Path(destination), "beside" if compress else "none")
    parts = urlsplit(destination)
    if parts.scheme not in SCHEMES:
        raise AssetsError(f"{destination}: publishing knows s3://, gs://, az:// and directories")
    if not parts.netloc or parts.query or parts.fragment:
        raise AssetsError(f"{destination}: an address looks like {parts.scheme}://bucket/prefix")
    with requires_extra("assets"):
        from obstore.store import from_url
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
    return Bucket(address, inner, "inside" if compress else "none")


@contextmanager
def explained(address: str) -> Iterator[None]:
    """Turn what a store raises into an `AssetsError` of one line."""
    try:
        yield
    except AssetsError:
        raise
    except Exception as error:
        text = str(error)
        meant = next((reason for sign, reason in REASONS.items() if sign in text), None)
        # Where nothing else is given, the library asks the machine for a role.
        if "169.254.169.254" in text or "metadata.google" in text:
            meant = NONE[address.partition(":")[0]]
        raise AssetsError(f"{address}: {meant or text.splitlines()[0]}") from error


def _unpacked(body: bytes) -> bytes:
    """Return what was compressed; a body that is damaged, or was unpacked on the way, as it is."""
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return body


def _plain(etag: str | None) -> str:
    return (etag or "").strip('"')
