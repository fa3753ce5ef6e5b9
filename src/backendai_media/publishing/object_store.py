"""A prefix in an object store: S3 and compatible ones, Google Cloud Storage, Azure."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ..errors import AssetsError
from .credentials import MISSING
from .store_protocol import Object, Packing, Stored

if TYPE_CHECKING:
    from obstore.store import GCSStore, S3Store

#: Errors of the library or the store → what they mean, and what to do.
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


class ObjectStore:
    """A prefix in an object store."""

    def __init__(
        self, address: str, inner: S3Store | GCSStore, packing: Packing = "encoded"
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
        """Return an object's content, or `None` if it does not exist."""
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
        """Write an object atomically: readers get the old one or the new one."""
        import obstore

        with explained(f"{self.address}/{name}"):
            obstore.put(self._inner, name, body, attributes=dict(headers), use_multipart=False)

    def replace(self, name: str, body: bytes, headers: Mapping[str, str], etag: str | None) -> bool:
        """Write an object if it still has this etag (`None`: none yet); return whether it had."""
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
        """Delete objects; one that does not exist is not an error."""
        import obstore

        with explained(self.address):
            try:
                obstore.delete(self._inner, list(names))
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise

    def signed(self, name: str) -> str:
        """Return a URL at which anyone can read the object for one minute."""
        import obstore

        with explained(self.address):
            return obstore.sign(self._inner, "GET", name, timedelta(minutes=1))


@contextmanager
def explained(address: str) -> Iterator[None]:
    """Turn errors of a store into an `AssetsError` of one line."""
    try:
        yield
    except AssetsError:
        raise
    except Exception as error:
        text = str(error)
        meant = next((reason for sign, reason in REASONS.items() if sign in text), None)
        # Without credentials the library asks the machine for a role.
        if "169.254.169.254" in text or "metadata.google" in text:
            meant = MISSING[address.partition(":")[0]]
        raise AssetsError(f"{address}: {meant or text.splitlines()[0]}") from error


def _unpacked(body: bytes) -> bytes:
    """Decompress a body; one that is damaged, or was decompressed on the way, is unchanged."""
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return body


def _plain(etag: str | None) -> str:
    return (etag or "").strip('"')
