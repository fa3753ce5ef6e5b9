"""Publishing to a real S3-compatible server."""

from __future__ import annotations

import gzip
import json
import os
import pty
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx2
import pytest

from backendai_media import AssetsError
from backendai_media.assets.release import integrity, read
from backendai_media.publishing import publish
from backendai_media.publishing.object_store import ObjectStore

from .conftest import make_release, run
from .net import Relay
from .s3 import S3

POINTER = "latest.json"
WEB = httpx2.Client(trust_env=False)


def upload(s3: S3, place: str, release: Path, *more: str) -> dict[str, list[dict[str, object]]]:
    """Publish with the command; what it did by kind."""
    done = run(
        *("upload", f"s3://{place}", "--assets", release, "--endpoint-url", s3.endpoint, "--json"),
        *more,
        environ=s3.environ,
    )
    assert done.returncode == 0, done.stderr
    actions = json.loads(done.stdout)["actions"]
    return {do: [one for one in actions if one["do"] == do] for do in ("write", "skip", "delete")}


def names(actions: list[dict[str, object]]) -> set[object]:
    return {one["name"] for one in actions}


def current(s3: S3, place: str) -> str:
    return str(WEB.get(s3.url(f"{place}/{POINTER}")).json()["hash"])


def whole(s3: S3, place: str, name: str) -> bool:
    """Whether a visitor gets every file of a release as it was built."""
    manifest = WEB.get(s3.url(f"{place}/{name}/manifest.json")).json()
    answers = {
        file: WEB.get(s3.url(f"{place}/{name}/{file}")).content for file in manifest["files"]
    }
    return all(
        integrity(content) == manifest["files"][file]["integrity"]
        for file, content in answers.items()
    )


def test_visitors_get_what_was_built(s3: S3, place: str, tmp_path: Path) -> None:
    release = make_release(tmp_path)
    done = upload(s3, place, release)
    assert {one["reason"] for one in done["write"]} == {"not there"}
    for file, about in read(release).files.items():
        answer = WEB.get(s3.url(f"{place}/{release.name}/{file}"))
        assert answer.content == (release / file).read_bytes()
        assert answer.headers["content-type"] == about.type
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        packed = answer.headers.get("content-encoding") == "gzip"
        assert packed == (about.bytes > 1000)
    pointer = WEB.get(s3.url(f"{place}/{POINTER}"))
    assert pointer.json()["hash"] == release.name
    assert pointer.json()["integrity"] == read(release).files["js/main.min.js"].integrity
    assert pointer.headers["content-type"] == "application/json"
    assert pointer.headers["cache-control"] == "public, max-age=60"
    entry = WEB.get(s3.url(f"{place}/latest/js/main.min.js"))
    assert entry.text.startswith('"use strict";')
    assert f'new URL("../../{release.name}"' in entry.text
    assert entry.content.endswith((release / "js/main.min.js").read_bytes())
    assert entry.headers["cache-control"] == "public, max-age=60"


def test_without_compression(s3: S3, place: str, tmp_path: Path) -> None:
    release = make_release(tmp_path)
    upload(s3, place, release, "--no-compress")
    answer = WEB.get(s3.url(f"{place}/{release.name}/js/main.min.js"))
    assert "content-encoding" not in answer.headers
    assert answer.content == (release / "js/main.min.js").read_bytes()


def test_a_second_run_writes_nothing(s3: S3, place: str, tmp_path: Path) -> None:
    release = make_release(tmp_path)
    first = upload(s3, place, release)
    before = WEB.get(s3.url(f"{place}/{POINTER}")).headers["last-modified"]
    again = upload(s3, place, release)
    assert not again["write"]
    assert names(again["skip"]) == names(first["write"])
    assert WEB.get(s3.url(f"{place}/{POINTER}")).headers["last-modified"] == before
    forced = upload(s3, place, release, "--force")
    assert {one["reason"] for one in forced["write"]} >= {"forced"}


def test_only_what_differs_is_written(
    s3: S3, place: str, bucket: ObjectStore, tmp_path: Path
) -> None:
    release = make_release(tmp_path)
    upload(s3, place, release)
    same_size = bytes(reversed((release / "LICENSES.txt").read_bytes()))
    bucket.put(f"{release.name}/LICENSES.txt", same_size, {})
    bucket.delete([f"{release.name}/js/html.js"])
    other = gzip.compress((release / "js/console.js").read_bytes(), 1)
    bucket.put(f"{release.name}/js/console.js", other, {"Content-Encoding": "gzip"})
    half = gzip.compress((release / "js/main.min.js").read_bytes())[:-9]
    bucket.put(f"{release.name}/js/main.min.js", half, {"Content-Encoding": "gzip"})
    done = upload(s3, place, release)
    assert {one["name"]: one["reason"] for one in done["write"]} == {
        f"{release.name}/LICENSES.txt": "differs",
        f"{release.name}/js/main.min.js": "differs",
        f"{release.name}/js/html.js": "not there",
        POINTER: "objects were written",
    }
    assert whole(s3, place, release.name)
    assert not upload(s3, place, release)["write"]


def big_release(out: Path) -> Path:
    """A release whose chunks cannot be compressed."""
    noise = random.Random(1)
    chunks = {f"js/chunk{number:02}.js": noise.randbytes(50_000) for number in range(24)}
    return make_release(out, chunks, text="big")


def test_killed_in_the_middle_it_goes_on_where_it_ended(
    s3: S3, place: str, bucket: ObjectStore, tmp_path: Path
) -> None:
    old, new = make_release(tmp_path / "old"), big_release(tmp_path / "new")
    upload(s3, place, old)
    relay = Relay(s3.port, 700_000, hold=True)
    command = [sys.executable, "-m", "backendai_media", "upload", f"s3://{place}"]
    options = ["--assets", str(new), "--endpoint-url", relay.endpoint]
    with subprocess.Popen([*command, *options], env=s3.environ) as process:
        assert relay.reached.wait(60)
        process.kill()
    relay.close()
    there = set(bucket.listing(new.name))
    assert 2 <= len(there) <= 20
    assert f"{new.name}/js/main.min.js" not in there
    assert current(s3, place) == old.name
    assert whole(s3, place, old.name)
    resumed = upload(s3, place, new)
    assert there <= names(resumed["skip"])
    assert not there & names(resumed["write"])
    assert current(s3, place) == new.name
    assert whole(s3, place, new.name)


def test_a_network_that_breaks_leaves_what_is_published(s3: S3, place: str, tmp_path: Path) -> None:
    old, new = make_release(tmp_path / "old"), big_release(tmp_path / "new")
    upload(s3, place, old)
    relay = Relay(s3.port, 700_000, hold=False)
    done = run(
        *("upload", f"s3://{place}", "--assets", new, "--endpoint-url", relay.endpoint),
        environ=s3.environ,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: s3://{place}/{new.name}/")
    assert done.stderr.endswith(": cannot be reached; check the network and --endpoint-url\n")
    assert current(s3, place) == old.name
    assert whole(s3, place, old.name)


def test_a_visitor_never_meets_half_a_release(s3: S3, place: str, tmp_path: Path) -> None:
    releases = [
        make_release(
            tmp_path / text, {f"js/{n}.js": text.encode() * 999 for n in range(9)}, text=text
        )
        for text in ("one", "two", "three")
    ]
    upload(s3, place, releases[0])
    done = threading.Event()
    seen: set[str] = set()
    broken: list[str] = []

    def visit() -> None:
        while not done.is_set():
            now = current(s3, place)
            entry = WEB.get(s3.url(f"{place}/latest/js/main.min.js")).text
            named = entry.partition('"../../')[2][:20]
            # Whoever knows the hash already comes before the pointer does.
            early = [
                one.name
                for one in releases
                if WEB.get(s3.url(f"{place}/{one.name}/js/main.min.js")).status_code == 200
            ]
            seen.update((now, named))
            broken.extend(name for name in {now, named, *early} if not whole(s3, place, name))

    visitors = [threading.Thread(target=visit) for _ in range(2)]
    for visitor in visitors:
        visitor.start()
    for release in releases[1:]:
        upload(s3, place, release)
        deadline = time.monotonic() + 60
        while release.name not in seen and time.monotonic() < deadline:
            time.sleep(0.05)
    done.set()
    for visitor in visitors:
        visitor.join()
    assert not broken
    assert {one.name for one in releases[1:]} <= seen


def test_somebody_else_published_meanwhile(
    s3: S3, place: str, bucket: ObjectStore, tmp_path: Path
) -> None:
    mine, theirs = make_release(tmp_path, text="mine"), make_release(tmp_path, text="theirs")

    def meanwhile(action: publish.Action) -> None:
        if action.name == f"{mine.name}/js/main.min.js":
            upload(s3, place, theirs)

    with pytest.raises(AssetsError, match="was changed by someone else meanwhile"):
        publish.upload(bucket, read(mine), on_action=meanwhile)
    assert current(s3, place) == theirs.name


def test_a_copied_release_is_recognised(
    s3: S3, place: str, bucket: ObjectStore, tmp_path: Path
) -> None:
    """As `aws s3 cp --recursive` copies it: as it is, with no headers of ours."""
    release = make_release(tmp_path)
    for path in release.rglob("*"):
        if path.is_file():
            name = path.relative_to(tmp_path).as_posix()
            bucket.put(name, path.read_bytes(), {"Content-Type": "text/javascript"})
    done = upload(s3, place, release)
    assert names(done["write"]) == {POINTER, "latest/js/main.min.js"}
    assert len(done["skip"]) == 5


def test_dry_run_tells_what_a_run_does(
    s3: S3, place: str, bucket: ObjectStore, tmp_path: Path
) -> None:
    release = make_release(tmp_path)
    told = upload(s3, place, release, "--dry-run")
    assert not bucket.listing()
    assert names(told["write"]) == names(upload(s3, place, release)["write"])
    shown = run(
        *("upload", f"s3://{place}", "--assets", make_release(tmp_path / "two", text="two")),
        *("--endpoint-url", s3.endpoint, "--dry-run", "--prune", "--grace", "0"),
        environ=s3.environ,
    )
    assert f"would delete  {release.name}/js/main.min.js  (replaced " in shown.stdout
    assert current(s3, place) == release.name


def test_a_store_with_etags_of_its_own(
    s3: S3, place: str, bucket: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a key service encrypts: contents are compared instead."""
    release = read(make_release(tmp_path))
    listing = bucket.listing

    def foreign(under: str = "") -> dict[str, object]:
        from msgspec.structs import replace

        return {name: replace(one, etag=f"x{one.etag}") for name, one in listing(under).items()}

    monkeypatch.setattr(bucket, "listing", foreign)
    publish.upload(bucket, release)
    bucket.delete([POINTER])
    again = publish.upload(bucket, release)
    assert {one.name for one in again.actions if one.do == "write"} == {POINTER}


def test_what_the_store_lost_is_noticed(
    bucket: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = bucket.put
    monkeypatch.setattr(
        bucket, "put", lambda name, body, headers: put(name, body.replace(b"BSD", b""), headers)
    )
    with pytest.raises(AssetsError, match=r"LICENSES\.txt is not what was written"):
        publish.upload(bucket, read(make_release(tmp_path)))
    assert not bucket.get(POINTER)


@pytest.mark.parametrize(
    ("bucket_name", "endpoint", "environ", "said"),
    [
        ("nowhere", None, {}, "there is no such bucket; create it, or correct its name"),
        ("media", None, {"AWS_SECRET_ACCESS_KEY": "no"}, "the secret key is wrong"),
        ("media", None, {"AWS_ACCESS_KEY_ID": "no"}, "the access key is not known there"),
        ("media", None, {"AWS_ACCESS_KEY_ID": ""}, "no credentials; set AWS_ACCESS_KEY_ID and"),
        ("media", "http://127.0.0.1:9", {}, "cannot be reached; check the network"),
    ],
)
def test_what_goes_wrong_is_one_line(
    s3: S3,
    tmp_path: Path,
    bucket_name: str,
    endpoint: str | None,
    environ: dict[str, str],
    said: str,
) -> None:
    place = f"s3://{bucket_name}/wrong"
    done = run(
        *("upload", place, "--assets", make_release(tmp_path)),
        *("--endpoint-url", endpoint or s3.endpoint),
        environ={**s3.environ, **environ},
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1


def test_somebody_who_may_only_read(s3: S3, tmp_path: Path) -> None:
    done = run(
        *("upload", "s3://media/denied", "--assets", make_release(tmp_path)),
        *("--endpoint-url", s3.endpoint),
        environ={**s3.environ, "AWS_SKIP_SIGNATURE": "true"},
    )
    assert done.returncode == 1
    assert "access denied; the credentials must allow" in done.stderr


def test_a_person_sees_progress(s3: S3, place: str, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "backendai_media", "upload", f"s3://{place}"]
    options = ["--assets", str(make_release(tmp_path)), "--endpoint-url", s3.endpoint]
    done = subprocess.run(
        [*command, *options],
        env={**s3.environ, "TERM": "xterm", "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        check=True,
        timeout=60,
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "━" in shown
    assert "7/7" in shown
    assert "written 7, skipped 0, deleted 0" in done.stdout


def test_cors_is_checked_and_configured(s3: S3, tmp_path: Path) -> None:
    release = make_release(tmp_path)
    command = ["upload", "s3://open/cors", "--assets", str(release), "--endpoint-url", s3.endpoint]
    done = run(*command, environ=s3.environ)
    assert done.returncode == 0
    assert "CORS allows no other origin; all origins (*) must be allowed to GET" in done.stderr
    for _ in range(2):
        done = run(*command, "--configure-cors", environ=s3.environ)
        assert (done.returncode, done.stderr) == (0, "")
    answer = WEB.get(s3.url("open/cors/latest.json"), headers={"Origin": "null"})
    assert answer.headers["access-control-allow-origin"] in ("*", "null")
    looked = run("doctor", s3.url("open/cors"))
    assert looked.returncode == 0, looked.stdout
    assert "0 errors, 0 warnings" in looked.stdout
