"""The options of the terminal command, checked before anything starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ...errors import TerminalError
from ..launch import is_loopback


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The options of `backendai-media terminal`.

    Raises `TerminalError` if they are invalid or contradict each other.
    """

    command: tuple[str, ...] = ("bash", "-l")
    host: str = "127.0.0.1"
    port: int = 8011
    open_browser: bool = False
    readonly: bool = False
    once: bool = False
    record: Path | None = None
    max_sessions: int = 20
    idle_timeout: float | None = None
    cwd: Path | None = None
    user: str | None = None
    process_limits: dict[str, int] | None = None
    origin: str | None = None
    behind_proxy: bool = False
    tls_cert: Path | None = None
    tls_key: Path | None = None
    store: str | None = None
    pty_host: bool = False
    json_log: bool = False
    metrics_token: str | None = None

    def __post_init__(self) -> None:
        if bool(self.tls_cert) != bool(self.tls_key):
            raise TerminalError("TLS requires both --tls-cert and --tls-key.")
        if self.pty_host and self.store is None:
            raise TerminalError("--pty-host requires --store redis://…")
        if self.store is not None and (self.record or self.once or self.readonly):
            raise TerminalError("--record, --once and --readonly cannot be combined with --store.")
        if self.behind_proxy and not self.origin:
            raise TerminalError(
                "--behind-proxy requires the public address: --origin https://example.org"
            )
        if self.origin:
            self._check_origin(self.origin)
        if not self.pty_host:
            self._check_reach()

    @property
    def secure(self) -> bool:
        """Whether the connection to the browser is encrypted."""
        return self.tls_cert is not None or self.behind_proxy

    def _check_origin(self, origin: str) -> None:
        parts = urlsplit(origin)
        if f"{parts.scheme}://{parts.netloc}" != origin or parts.scheme not in ("http", "https"):
            raise TerminalError(f"{origin} is not an origin (expected e.g. https://example.org)")
        if parts.scheme == "https" and not self.secure:
            raise TerminalError(
                f"This server does not serve {origin}: use --tls-cert and --tls-key, or "
                "--behind-proxy if a proxy terminates TLS."
            )
        if parts.scheme == "http" and self.secure:
            raise TerminalError(f"{origin} is not encrypted, but this server is: use https.")

    def _check_reach(self) -> None:
        if is_loopback(self.host):
            return
        if not self.secure:
            raise TerminalError(
                f"{self.host} is reachable from other machines. Without TLS, everything typed and "
                "the cookie that opens this shell would be sent unencrypted.\n"
                "Either stay on 127.0.0.1 and forward it: ssh -L 8011:127.0.0.1:8011 this-host\n"
                "or use --tls-cert and --tls-key\n"
                "or --behind-proxy --origin https://example.org if a proxy terminates TLS."
            )
        if self.origin is None and self.host in ("0.0.0.0", "::"):  # noqa: S104 - refused
            raise TerminalError(
                "This address requires the public one: --origin https://example.org"
            )
