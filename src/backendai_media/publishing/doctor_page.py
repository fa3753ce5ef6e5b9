"""Checks whether a page's own headers allow the release to work."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from ..assets.release import Manifest
from ..errors import AssetsError
from .findings import Finding
from .latest import ENTRY

if TYPE_CHECKING:
    import httpx2

POLICY = "backendai-media"
#: Style sheets of static pages, which pages with the script do not load.
STATIC = "css/"
DEFAULT_PORTS = {"http": 80, "https": 443}
#: What renderers load besides scripts: directive → suffixes of files.
LOADS = {
    "style-src": [".css"],
    "font-src": [".woff2"],
    "frame-src": [".html"],
    "connect-src": [".wasm"],
}


class Fetches(Protocol):
    """Fetches pages and files."""

    def get(self, url: str) -> httpx2.Response:
        """Return the response. Raises `AssetsError` if there is none."""


class _Page(HTMLParser):
    """Finds policies and our script in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.policies: list[str] = []
        self.scripts: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect policies and scripts."""
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and values.get("http-equiv", "").lower() == "content-security-policy":
            self.policies.append(values.get("content", ""))
        if tag == "script" and values.get("src", "").split("?")[0].endswith("main.min.js"):
            self.scripts.append(values)


def examine_page(host: Fetches, url: str, root: str, manifest: Manifest) -> list[Finding]:
    """Return what prevents the release at `root` from working on the page at `url`."""
    answer = host.get(url)
    if answer.status_code != 200:
        raise AssetsError(f"{url} returns HTTP {answer.status_code}")
    page = _Page()
    page.feed(answer.text)
    headers = answer.headers.get_list("content-security-policy")
    policies = [*(one for header in headers for one in header.split(",")), *page.policies]
    nonces = {script["nonce"] for script in page.scripts if script.get("nonce")}
    found = [
        Finding("error", url, what)
        for policy in policies
        for what in blocked(parse_policy(policy), url, root, manifest, nonces)
    ]
    if not page.scripts:
        found.append(
            Finding("warning", url, f"has no <script> for {ENTRY} (it may be added later)")
        )
    if urlsplit(url).scheme == "https" and urlsplit(root).scheme == "http":
        found.append(Finding("error", url, f"is https://, so it cannot load {root}"))
    return [*found, *_embedder(host, answer, page, root, manifest)]


def parse_policy(text: str) -> dict[str, list[str]]:
    """Return the directives of one policy; the first of repeated ones counts."""
    directives: dict[str, list[str]] = {}
    for part in text.split(";"):
        name, *sources = part.split() or [""]
        directives.setdefault(name.lower(), sources)
    directives.pop("", None)
    return directives


def blocked(
    policy: dict[str, list[str]], page: str, root: str, manifest: Manifest, nonces: set[str]
) -> list[str]:
    """Return what a policy blocks of the release, and what to add to it."""
    found = []
    parts = urlsplit(root)
    host = f"{parts.scheme}://{parts.netloc}"
    scripts = _sources(policy, "script-src-elem", "script-src")
    trusted = any(f"'nonce-{nonce}'" in (scripts or []) for nonce in nonces)
    if not trusted and not _allows(scripts, f"{root}/{ENTRY}", page):
        found.append(f"its CSP blocks {ENTRY}; add {host} to script-src")
    for directive, endings in LOADS.items():
        fallbacks = ["child-src"] if directive == "frame-src" else []
        sources = _sources(policy, directive, *fallbacks)
        files = [name for name in manifest.files if name.endswith(tuple(endings))]
        files = [name for name in files if not name.startswith(STATIC)]
        if files and not _allows(sources, f"{root}/{files[0]}", page):
            found.append(f"its CSP blocks {files[0]}; add {host} to {directive}")
    image_sources = _sources(policy, "img-src")
    found += [
        f"its CSP blocks images of outputs; add {scheme} to img-src"
        for scheme in ("data:", "blob:")
        if image_sources is not None and scheme not in image_sources
    ]
    names = policy.get("trusted-types")
    if names is not None and POLICY not in names and "*" not in names:
        found.append(f"its CSP blocks the sanitiser; add {POLICY} to trusted-types")
    if "sandbox" in policy and "allow-scripts" not in policy["sandbox"]:
        found.append("its CSP forbids every script: sandbox without allow-scripts")
    return found


def _sources(policy: dict[str, list[str]], *names: str) -> list[str] | None:
    """Return the sources of the first directive that exists; `None` allows everything."""
    return next((policy[name] for name in (*names, "default-src") if name in policy), None)


def _allows(sources: list[str] | None, url: str, page: str) -> bool:
    return sources is None or any(_matches(source, url, page) for source in sources)


def _matches(source: str, url: str, page: str) -> bool:
    """Whether a source expression of a policy matches a URL."""
    target, origin = urlsplit(url), urlsplit(page)
    if source == "'self'":
        return (target.scheme, target.netloc) == (origin.scheme, origin.netloc)
    if source.startswith("'"):
        return False
    if source == "*":
        return target.scheme in (origin.scheme, "http", "https")
    if source.endswith(":") and "/" not in source:
        return target.scheme == source[:-1] or (source, target.scheme) == ("http:", "https")
    expected = urlsplit(source if "://" in source else f"{origin.scheme}://{source}")
    upgraded = {expected.scheme, "https"} if expected.scheme == "http" else {expected.scheme}
    name, host = expected.hostname or "", target.hostname or ""
    fits = host.endswith(name[1:]) if name.startswith("*.") else host == name
    if (
        target.scheme not in upgraded
        or not fits
        or not _same_port(source, target.port, target.scheme)
    ):
        return False
    path = expected.path
    return not path or (target.path.startswith(path) if path.endswith("/") else target.path == path)


def _same_port(source: str, port: int | None, scheme: str) -> bool:
    authority = source.rpartition("://")[2].partition("/")[0]
    _, colon, expected = authority.rpartition(":")
    actual = port or DEFAULT_PORTS.get(scheme)
    if not colon:
        return actual == DEFAULT_PORTS.get(scheme)
    return expected == "*" or expected == str(actual)


def _embedder(
    host: Fetches, answer: httpx2.Response, page: _Page, root: str, manifest: Manifest
) -> list[Finding]:
    """Return what `Cross-Origin-Embedder-Policy: require-corp` blocks."""
    if answer.headers.get("cross-origin-embedder-policy", "").split(";")[0] != "require-corp":
        return []
    found = []
    url, foreign = str(answer.url), urlsplit(root).netloc != answer.url.netloc.decode()
    asset = host.get(f"{root}/{ENTRY}")
    shared = asset.headers.get("cross-origin-resource-policy") == "cross-origin"
    plain = [one for one in page.scripts if "crossorigin" not in one] or not page.scripts
    if foreign and plain and not shared:
        what = (
            "its COEP: require-corp blocks main.min.js; write crossorigin into the script tag, or "
            "send Cross-Origin-Resource-Policy: cross-origin with the assets"
        )
        found.append(Finding("error", url, what))
    frames = [name for name in manifest.files if name.endswith(".html")]
    for name in frames[:1]:
        policy = host.get(f"{root}/{name}").headers.get("cross-origin-embedder-policy", "")
        if policy.split(";")[0] != "require-corp":
            what = (
                f"its COEP: require-corp blocks framed renderers; send the same header with {name}"
            )
            found.append(Finding("warning", url, what))
    return found
