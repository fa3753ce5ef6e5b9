"""Answers for files of a release."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import brotli
import pytest

from backendai_media import AssetsError
from backendai_media.assets.serve import FRESH, IMMUTABLE, Files, Releases, Reply

from .conftest import FILES, SCRIPT

MAIN = "js/main.min.js"


@pytest.fixture
def files() -> Files:
    return Files(FILES)


def get(files: Files, name: str = MAIN, method: str = "GET", **headers: str) -> Reply:
    lower = {key.replace("_", "-"): value for key, value in headers.items()}
    return files.answer(method, name, lower)


def test_a_file(files: Files) -> None:
    reply = get(files)
    assert reply == (200, reply.headers, SCRIPT)
    assert reply.headers == {
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
        "Content-Type": "text/javascript; charset=utf-8",
        "Cache-Control": FRESH,
        "ETag": f'"{hashlib.sha256(SCRIPT).hexdigest()[:20]}"',
        "Accept-Ranges": "bytes",
        "Vary": "Accept-Encoding",
        "SourceMap": "main.min.js.map",
        "Content-Length": str(len(SCRIPT)),
    }


def test_head_is_get_without_the_body(files: Files) -> None:
    for accepted in ("", "gzip"):
        whole, head = (get(files, method=one, accept_encoding=accepted) for one in ("GET", "HEAD"))
        assert head == (200, whole.headers, b"")
    assert get(files, method="HEAD", range="bytes=0-1").status == 200
    assert get(files, "nothing", method="HEAD") == (404, get(files, "nothing").headers, b"")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=1.0", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", None),
        ("identity", None),
        ("br;q=0", None),
        ("", None),
        (";;,=", None),
    ],
)
def test_compressed_variants(files: Files, accepted: str, coding: str | None) -> None:
    reply = get(files, accept_encoding=accepted)
    assert reply.headers.get("Content-Encoding") == coding
    decoders = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
    assert decoders[coding](reply.body) == SCRIPT
    assert len(reply.body) == int(reply.headers["Content-Length"])
    assert (len(reply.body) < len(SCRIPT)) == bool(coding)
    assert reply.headers["Vary"] == "Accept-Encoding"


def test_variants_are_made_once_and_have_their_own_tags(files: Files) -> None:
    codings = ("br", "gzip", "")
    first = [get(files, accept_encoding=one) for one in codings]
    for one, reply in zip(codings, first, strict=True):
        assert get(files, accept_encoding=one).body is reply.body
    assert len({reply.headers["ETag"] for reply in first}) == 3


@pytest.mark.parametrize("name", ["js/islands.js", "fonts/a.woff2"])
def test_what_compression_does_not_help_is_sent_as_it_is(files: Files, name: str) -> None:
    reply = get(files, name, accept_encoding="br, gzip")
    assert "Content-Encoding" not in reply.headers
    assert reply.body == FILES[name]


def test_types_do_not_depend_on_the_machine(files: Files) -> None:
    assert get(files, "fonts/a.woff2").headers["Content-Type"] == "font/woff2"
    assert get(files, "js/main.min.js.map").headers["Content-Type"] == "application/json"
    odd = Files({"a.odd": b"x"})
    assert get(odd, "a.odd").headers["Content-Type"] == "application/octet-stream"


def test_not_modified(files: Files) -> None:
    for accepted in ("", "gzip", "br"):
        tag = get(files, accept_encoding=accepted).headers["ETag"]
        for given in (tag, f'W/{tag}, "x"', f'"x", {tag}', "*"):
            reply = get(files, accept_encoding=accepted, if_none_match=given)
            assert (reply.status, reply.body) == (304, b"")
            assert reply.headers["ETag"] == tag
            assert reply.headers["Vary"] == "Accept-Encoding"
            assert reply.headers["Access-Control-Allow-Origin"] == "*"
            assert not {"Content-Type", "Content-Length"} & set(reply.headers)
    assert get(files, if_none_match='"other"').status == 200


@pytest.mark.parametrize(
    ("asked", "first", "stop"),
    [("bytes=0-9", 0, 10), ("bytes=5-", 5, 4200), ("bytes=-3", 4197, 4200),
     ("bytes=4199-99999", 4199, 4200), ("bytes=-99999", 0, 4200), ("BYTES=0-0", 0, 1)],
)  # fmt: skip
def test_a_range(files: Files, asked: str, first: int, stop: int) -> None:
    reply = get(files, range=asked, accept_encoding="br, gzip")
    assert (reply.status, reply.body) == (206, SCRIPT[first:stop])
    assert reply.headers["Content-Range"] == f"bytes {first}-{stop - 1}/4200"
    assert reply.headers["Content-Length"] == str(stop - first)
    assert "Content-Encoding" not in reply.headers


@pytest.mark.parametrize("asked", ["bytes=4200-", "bytes=9999-10000", "bytes=5-2", "bytes=-0"])
def test_a_range_that_is_not_there(files: Files, asked: str) -> None:
    reply = get(files, range=asked)
    assert (reply.status, reply.body) == (416, b"")
    assert reply.headers["Content-Range"] == "bytes */4200"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,3-4", "bytes=-", "lines=0-1", "bytes=a-b", "bytes=٣-"]
)
def test_other_ranges_give_the_whole(files: Files, asked: str) -> None:
    assert (get(files, range=asked).status, get(files, range=asked).body) == (200, SCRIPT)


def test_a_range_of_another_version_gives_the_whole(files: Files) -> None:
    tag = get(files).headers["ETag"]
    assert get(files, range="bytes=0-9", if_range=tag).status == 206
    assert get(files, range="bytes=0-9", if_range='"old"').body == SCRIPT


def test_preflight_and_methods(files: Files) -> None:
    reply = get(files, method="OPTIONS")
    assert (reply.status, reply.body) == (204, b"")
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for method in ("POST", "DELETE", "PUT", "BREW"):
        reply = get(files, method=method)
        assert reply.status == 405
        assert reply.headers["Allow"] == "GET, HEAD, OPTIONS"


OUTSIDE = ["", "/", "js", "js/", "../x", "js/../js/main.min.js", "/js/main.min.js",
           "js//main.min.js", "js\\main.min.js", "js/main.min.js\0", "..%2f..%2fetc/passwd",
           "/etc/passwd", "JS/MAIN.MIN.JS"]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_else_is_found(files: Files, made: Path, name: str) -> None:
    (made.parent / "x").write_text("secret")
    (made / "left.txt").write_text("not of the release")
    for found in (files, Files(made)):
        reply = get(found, name)
        assert (reply.status, reply.body) == (404, b"not found\n")
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert get(Files(made), "left.txt").status == 404


def test_a_release_by_its_hash_and_as_latest(made: Path) -> None:
    releases = Releases(made)
    assert releases.hash == made.name
    expected = {f"/{made.name}": IMMUTABLE, "/latest": FRESH}
    for prefix, caching in expected.items():
        reply = releases.answer("GET", f"{prefix}/{MAIN}", {})
        assert (reply.status, reply.body) == (200, SCRIPT)
        assert reply.headers["Cache-Control"] == caching
        assert releases.answer("GET", f"{prefix}/manifest.json", {}).status == 200
        assert releases.answer("GET", f"{prefix}/../{made.name}/{MAIN}", {}).status == 404
    for path in (f"/{MAIN}", "/", "", f"/{'0' * 20}/{MAIN}", f"//{made.name}/{MAIN}"):
        reply = releases.answer("GET", path, {})
        assert reply.status == 404
        assert "immutable" not in reply.headers["Cache-Control"]


def test_what_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(AssetsError, match="is not a release"):
        Files(tmp_path)
