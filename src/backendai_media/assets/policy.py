"""A Content Security Policy for pages with the library."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import AssetsError
from .tags import asset_root, split_root

# `{}` stands for the page's own sources and the asset root.
_STRICT = {
    "default-src": "'none'",
    "script-src": "{}",
    "style-src": "{}",
    "img-src": "data: blob: {}",
    "media-src": "data: blob:",
    "font-src": "{}",
    "connect-src": "{}",
    "frame-src": "{}",
    "worker-src": "{} blob:",
    "trusted-types": "backendai-media",
    "require-trusted-types-for": "'script'",
}


def csp(  # noqa: PLR0913 - sources of one policy
    root: str | None = None,
    *,
    hosts: Iterable[str] = ("'self'",),
    nonce: str | None = None,
    pdf: bool = False,
    static: bool = True,
    frames: Iterable[str] = (),
    **more: str | Iterable[str],
) -> str:
    """Return the value of a strict `Content-Security-Policy` header with which everything works.

    `hosts` are the sources of the page's own scripts and styles. `pdf` allows what PDF needs,
    `frames` are the hosts whose pages HTML may embed (`options.sanitize.frames`). Results that
    `render` made have their colours and layouts as inline styles, which the policy allows; with
    `static=False`, for pages where the script shows all results, it does not. Other keywords add
    sources to a directive: `img_src="https://pictures.example"`. Raises `AssetsError` for an
    invalid source, and when `asset_root` does.
    """
    found = csp_directives(
        root, hosts=hosts, nonce=nonce, pdf=pdf, static=static, frames=frames, **more
    )
    return "; ".join(" ".join([name, *sources]) for name, sources in found.items())


def csp_directives(  # noqa: PLR0913 - as `csp`
    root: str | None = None,
    *,
    hosts: Iterable[str] = ("'self'",),
    nonce: str | None = None,
    pdf: bool = False,
    static: bool = True,
    frames: Iterable[str] = (),
    **more: str | Iterable[str],
) -> dict[str, list[str]]:
    """Return the policy of `csp` as directives with their sources, as for Django's `SECURE_CSP`.

    The arguments and errors are those of `csp`.
    """
    trusted = " ".join([*([hosts] if isinstance(hosts, str) else hosts), _source(asset_root(root))])
    found = {name: sources.format(trusted).split() for name, sources in _STRICT.items()}
    extra = {name.replace("_", "-"): _sources(value) for name, value in more.items()}
    if nonce is not None:
        extra["script-src"] = [*extra.get("script-src", []), f"'nonce-{nonce}'"]
    if static:
        extra["style-src"] = [*extra.get("style-src", []), "'unsafe-inline'"]
    if framed := [*(["blob:"] if pdf else []), *_sources(frames)]:
        extra["frame-src"] = [*extra.get("frame-src", []), *framed]
    for name, sources in extra.items():
        found[name] = [one for one in found.get(name, []) if one != "'none'"] + sources
    for name, sources in found.items():
        if bad := next((one for one in [name, *sources] if re.search(r"[;,\s]", one)), None):
            raise AssetsError(f"{bad!r} is not a valid source for a policy; pass several as a list")
    return {name: list(dict.fromkeys(sources)) for name, sources in found.items()}


def _sources(value: str | Iterable[str]) -> list[str]:
    return value.split() if isinstance(value, str) else list(value)


def _source(root: str) -> str:
    """Return the source that allows only the release on its host.

    What `latest` loads is part of releases beside it (docs/publishing.md).
    """
    at = split_root(root)
    scheme = f"{at.scheme}://" if at.scheme else ""
    path = at.path.rstrip("/").removesuffix("/latest")
    return f"{scheme}{at.netloc}{path}/" if at.netloc else "'self'"
