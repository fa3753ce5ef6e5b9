"""A store for dry runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from .store_protocol import Object, Packing, Store, Stored, md5_hex


class DryRun:
    """Reads from another store, and keeps writes in memory."""

    def __init__(self, store: Store) -> None:
        self.address = store.address
        self.packing: Packing = store.packing
        self._store = store
        self._written: dict[str, bytes | None] = {}

    def listing(self, under: str = "") -> dict[str, Object]:
        """Return the objects in a directory, as they would be."""
        found = self._store.listing(under)
        for name, body in self._written.items():
            found.pop(name, None)
            if body is not None and name.startswith(f"{under}/" if under else ""):
                found[name] = Object(len(body), datetime.now(UTC), md5_hex(body))
        return found

    def get(self, name: str) -> Stored | None:
        """Return an object's content, as it would be."""
        if name not in self._written:
            return self._store.get(name)
        body = self._written[name]
        return None if body is None else Stored(body, md5_hex(body))

    def put(self, name: str, body: bytes, headers: Mapping[str, str]) -> None:  # noqa: ARG002
        """Record a write."""
        self._written[name] = body

    def replace(self, name: str, body: bytes, headers: Mapping[str, str], etag: str | None) -> bool:  # noqa: ARG002
        """Record a write."""
        self._written[name] = body
        return True

    def delete(self, names: Sequence[str]) -> None:
        """Record deletions."""
        self._written.update(dict.fromkeys(names))
