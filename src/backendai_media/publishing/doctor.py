"""Checks a deployed release for problems, by the requests that browsers send."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import msgspec

from .._imports import requires_extra
from ..assets.release import MANIFEST, File, Manifest, integrity
from ..errors import AssetsError
from .doctor_page import examine_page
from .findings import Finding, Report
from .latest import ENTRY, LATEST_ENTRY, POINTER, Pointer
from .parallel import map_parallel

if TYPE_CHECKING:
    import httpx2

PARALLEL_REQUESTS = 8
#: Media types that browsers execute as scripts.
SCRIPTS = {"text/javascript", "application/javascript", "application/x-javascript"}
#: The origin of some page.
OTHER_ORIGIN = "https://page.example"
MONTH_SECONDS = 30 * 24 * 3600
HOUR_SECONDS = 3600


class Host:
    """Fetches files as a page of another origin, such as a framed renderer."""

    def __init__(self, client: httpx2.Client) -> None:
        self._client = client

    def get(self, url: str, origin: str = "null") -> httpx2.Response:
        """Return the response. Raises `AssetsError` if there is none."""
        import httpx2

        try:
            return self._client.get(url, headers={"Origin": origin})
        except httpx2.TimeoutException as error:
            raise AssetsError(f"{url}: timed out") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise AssetsError(f"{url}: {error or type(error).__name__}") from error


def examine(url: str, page: str | None = None) -> Report:
    """Check the release at `url`, and whether the headers of the page at `page` allow it.

    `url` is an asset root, its `js/main.min.js`, or a prefix that has a `latest.json`.
    Raises `AssetsError` if there is no release, `MissingExtraError` without the extra `assets`.
    """
    with requires_extra("assets"):
        import httpx2

    if urlsplit(url).scheme not in ("http", "https"):
        raise AssetsError(f"{url}: an asset root is an http:// or https:// address")
    with httpx2.Client(follow_redirects=True, timeout=20) as client:
        host = Host(client)
        root = re.sub(r"/js/main\.min\.js$", "", url.rstrip("/"))
        root, findings = _follow(host, root)
        manifest = _manifest(host, root)
        names = [MANIFEST, *sorted(manifest.files)]
        for found in map_parallel(
            lambda name: _file(host, root, name, manifest), names, jobs=PARALLEL_REQUESTS
        ):
            findings += found
        findings += _cors(ENTRY, host.get(f"{root}/{ENTRY}", OTHER_ORIGIN), OTHER_ORIGIN)
        findings += http_only(root)
        if page:
            findings += examine_page(host, page, root, manifest)
    return Report(root, manifest.hash, manifest.version, len(manifest.files), _merged(findings))


def _follow(host: Host, root: str) -> tuple[str, list[Finding]]:
    """Return the asset root that a `latest.json` names, and findings about the pointer."""
    prefix = root.removesuffix("/latest")
    answer = host.get(f"{prefix}/{POINTER}")
    try:
        current = msgspec.json.decode(answer.content, type=Pointer)
    except msgspec.DecodeError:
        return root, []
    findings = [
        *_short(POINTER, answer),
        *_cors(POINTER, answer),
    ]
    entry = host.get(f"{prefix}/{LATEST_ENTRY}")
    if entry.status_code == 200:
        findings += [*_short(LATEST_ENTRY, entry), *_cors(LATEST_ENTRY, entry)]
        if f'"../../{current.hash}"' not in entry.text:
            problem = f"is not of the release {current.hash} that {POINTER} names"
            findings.append(Finding("error", LATEST_ENTRY, f"{problem}; publish it again"))
    elif root.endswith("/latest"):
        findings.append(Finding("error", LATEST_ENTRY, _status(entry)))
    return f"{prefix}/{current.hash}", findings


def _manifest(host: Host, root: str) -> Manifest:
    answer = host.get(f"{root}/{MANIFEST}")
    if answer.status_code != 200:
        raise AssetsError(f"{root}/{MANIFEST} {_status(answer)}; is this the URL of a release?")
    try:
        manifest = msgspec.json.decode(answer.content, type=Manifest)
    except msgspec.DecodeError as error:
        raise AssetsError(f"{root}/{MANIFEST} is not the manifest of a release: {error}") from error
    for name in manifest.files:
        if urljoin(f"{root}/", name) != f"{root}/{name}" or ".." in name.split("/"):
            raise AssetsError(f"{root}/{MANIFEST} names a file outside the release: {name}")
    return manifest


def _file(host: Host, root: str, name: str, manifest: Manifest) -> list[Finding]:
    """Return findings about one file of the release."""
    try:
        answer = host.get(f"{root}/{name}")
    except AssetsError as error:
        return [Finding("error", name, f"cannot be read: {error}")]
    if answer.status_code != 200:
        return [Finding("error", name, _status(answer))]
    found = [*_cors(name, answer), *_resource_policy(name, answer)]
    caching = answer.headers.get("cache-control", "")
    if _max_age(caching) < MONTH_SECONDS:
        problem = f"Cache-Control is {caching!r}" if caching else "no Cache-Control"
        what = f"{problem}; send 'public, max-age=31536000, immutable', as its URL has the hash"
        found.append(Finding("warning", name, what))
    if about := manifest.files.get(name):
        found += [*_content(name, about, answer), *_type(name, about, answer)]
    return found


def _content(name: str, about: File, answer: httpx2.Response) -> list[Finding]:
    if integrity(answer.content) != about.integrity:
        what = (
            f"its content ({len(answer.content):,} bytes) is not what was built; publish it again"
        )
        return [Finding("error", name, what)]
    gains = about.bytes > 1000 and about.gzip < 0.9 * about.bytes
    if not gains or "content-encoding" in answer.headers:
        return []
    saved = f"{about.bytes:,} bytes instead of {about.gzip:,}"
    return [Finding("warning", name, f"is not sent compressed: {saved}")]


def _type(name: str, about: File, answer: httpx2.Response) -> list[Finding]:
    sent = answer.headers.get("content-type", "")
    essence, expected = (one.split(";")[0].strip().lower() for one in (sent, about.type))
    if essence == expected or (expected in SCRIPTS and essence in SCRIPTS):
        return []
    # Browsers check the type of scripts, style sheets and pages.
    matters = expected in SCRIPTS or expected in {"text/css", "text/html", "application/wasm"}
    what = f"Content-Type is {sent or 'missing'}, it must be {about.type}"
    return [Finding("error" if matters else "warning", name, what)]


def _cors(name: str, answer: httpx2.Response, origin: str = "null") -> list[Finding]:
    allowed = answer.headers.get("access-control-allow-origin")
    if allowed == "*":
        return []
    if allowed == origin:
        if "origin" in answer.headers.get("vary", "").lower():
            return []
        what = "Access-Control-Allow-Origin repeats the page's origin, which caches mix up; send *"
        return [Finding("warning", name, what)]
    problem = f"is {allowed}" if allowed else "is missing"
    return [Finding("error", name, f"Access-Control-Allow-Origin {problem}; send *")]


def _resource_policy(name: str, answer: httpx2.Response) -> list[Finding]:
    """Return what prevents other pages from loading or framing this file."""
    found = []
    policy = answer.headers.get("cross-origin-resource-policy")
    if policy in ("same-origin", "same-site"):
        what = f"Cross-Origin-Resource-Policy {policy} blocks it on other hosts; send cross-origin"
        found.append(Finding("error", name, what))
    if name.endswith(".html"):
        if answer.headers.get("x-frame-options"):
            found.append(
                Finding("error", name, "X-Frame-Options blocks framed renderers; remove it")
            )
        if answer.headers.get("content-security-policy"):
            what = "a Content-Security-Policy header comes on top of the frame's own; remove it"
            found.append(Finding("error", name, what))
    return found


def _short(name: str, answer: httpx2.Response) -> list[Finding]:
    caching = answer.headers.get("cache-control", "")
    if _max_age(caching) <= HOUR_SECONDS and caching:
        return []
    problem = f"Cache-Control is {caching!r}" if caching else "no Cache-Control"
    what = f"{problem}; a pointer changes; send 'public, max-age=60'"
    return [Finding("warning", name, what)]


def http_only(root: str) -> list[Finding]:
    """Return a finding for a URL without encryption."""
    parts = urlsplit(root)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme == "https" or local:
        return []
    return [Finding("error", root, "is http://, which pages on https:// cannot load; use https://")]


def _status(answer: httpx2.Response) -> str:
    if answer.status_code in (403, 404, 410):
        hint = ", or may not be read" if answer.status_code == 403 else ""
        return f"is missing{hint} (HTTP {answer.status_code})"
    return f"returns HTTP {answer.status_code}"


def _max_age(caching: str) -> int:
    if "no-store" in caching or "no-cache" in caching:
        return 0
    match = re.search(r"\bmax-age\s*=\s*\"?(\d{1,12})", caching)
    return int(match[1]) if match else 0


def _merged(findings: list[Finding]) -> list[Finding]:
    """Return errors first, and one finding for the same problem of many files."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for one in findings:
        grouped.setdefault((one.level, one.what), []).append(one.where)
    merged = [
        Finding(
            "error" if level == "error" else "warning", _places(list(dict.fromkeys(places))), what
        )
        for (level, what), places in grouped.items()
    ]
    return sorted(merged, key=lambda one: (one.level, one.where))


def _places(places: list[str]) -> str:
    return (
        ", ".join(places)
        if len(places) < 4
        else f"{', '.join(places[:2])} and {len(places) - 2} more"
    )
