"""Going back, and clearing up."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from backendai_media import AssetsError
from backendai_media.assets.release import read
from backendai_media.publishing import latest, publish
from backendai_media.publishing.object_store import ObjectStore
from backendai_media.publishing.prune import parse_grace, prune

from .conftest import make_release, run
from .s3 import S3


@pytest.fixture
def releases(bucket: ObjectStore, tmp_path: Path) -> list[str]:
    """Three releases, published one after the other."""
    paths = [make_release(tmp_path, text=text) for text in ("one", "two", "three")]
    for path in paths:
        publish.upload(bucket, read(path))
    return [path.name for path in paths]


def current(bucket: ObjectStore) -> latest.Pointer:
    found = latest.read(bucket).pointer
    assert found
    return found


def entry(bucket: ObjectStore) -> str:
    found = bucket.get("latest/js/main.min.js")
    assert found
    return found.content.decode()


def folders(bucket: ObjectStore) -> set[str]:
    return {name.split("/")[0] for name in bucket.listing()}


def test_rollback(s3: S3, place: str, bucket: ObjectStore, releases: list[str]) -> None:
    one, two, three = releases
    assert [past.hash for past in current(bucket).previous] == [two, one]
    arguments = ["rollback", one, f"s3://{place}", "--endpoint-url", s3.endpoint, "--json"]
    told = run(*arguments, "--dry-run", environ=s3.environ)
    assert json.loads(told.stdout)["previous"] == three
    assert current(bucket).hash == three
    done = run(*arguments, environ=s3.environ)
    assert done.returncode == 0, done.stderr
    assert current(bucket).hash == one
    assert current(bucket).version == "1.0-one"
    assert [past.hash for past in current(bucket).previous] == [three, two, one]
    assert f'"../../{one}"' in entry(bucket)
    before = bucket.listing()
    assert run(*arguments, environ=s3.environ).returncode == 0
    assert bucket.listing() == before


def test_no_rollback_to_what_is_not_there(
    s3: S3, place: str, bucket: ObjectStore, releases: list[str]
) -> None:
    done = run(
        "rollback", "0" * 20, f"s3://{place}", "--endpoint-url", s3.endpoint, environ=s3.environ
    )
    assert done.returncode == 1
    assert f"releases there: {', '.join(sorted(releases))}\n" in done.stderr
    with pytest.raises(AssetsError, match="is not the hash of a release, which has 20 hex digits"):
        publish.rollback(bucket, "../other")
    assert current(bucket).hash == releases[-1]


def test_no_rollback_to_a_damaged_release(bucket: ObjectStore, releases: list[str]) -> None:
    bucket.put(f"{releases[0]}/js/html.js", b"half", {})
    with pytest.raises(AssetsError, match=r"js/html\.js is not what was built; upload"):
        publish.rollback(bucket, releases[0])
    bucket.delete([f"{releases[0]}/js/html.js"])
    with pytest.raises(AssetsError, match=r"js/html\.js is missing; upload"):
        publish.rollback(bucket, releases[0])
    bucket.put(f"{releases[0]}/manifest.json", b"[]", {})
    with pytest.raises(AssetsError, match="is not the manifest of a release"):
        publish.rollback(bucket, releases[0])
    other = bucket.get(f"{releases[1]}/manifest.json")
    assert other
    bucket.put(f"{releases[0]}/manifest.json", other.content, {})
    with pytest.raises(AssetsError, match="is the manifest of another release"):
        publish.rollback(bucket, releases[0])
    assert current(bucket).hash == releases[-1]


def test_a_pointer_of_somebody_else_stays(bucket: ObjectStore, tmp_path: Path) -> None:
    bucket.put("latest.json", b'{"mine": true}', {})
    with pytest.raises(AssetsError, match=r"latest\.json is not a pointer .*; move it away"):
        publish.upload(bucket, read(make_release(tmp_path)))
    assert list(bucket.listing()) == ["latest.json"]


def test_prune_keeps_what_was_replaced_lately(bucket: ObjectStore, releases: list[str]) -> None:
    assert not prune(bucket, timedelta(days=7))
    now = datetime.now(UTC)
    ages = [timedelta(days=1), timedelta(days=8)]
    one, two, three = releases
    past = [
        msgspec.structs.replace(past, until=now - age)
        for past, age in zip(current(bucket).previous, ages, strict=True)
    ]
    body = msgspec.json.encode(msgspec.structs.replace(current(bucket), previous=past))
    bucket.put("latest.json", body, {})
    done = prune(bucket, timedelta(days=7))
    assert folders(bucket) == {"latest.json", "latest", two, three}
    assert done[0].name == f"{one}/js/main.min.js"
    assert done[-1].name == f"{one}/manifest.json"
    assert done[0].reason.startswith("replaced ")


def test_prune_deletes_nothing_that_is_not_ours(bucket: ObjectStore, releases: list[str]) -> None:
    foreign = {
        "notes.txt": b"mine",
        f"{releases[0]}/notes.txt": b"mine too",
        f"{'a' * 20}/photo.jpg": b"no manifest",
        f"{'b' * 20}/manifest.json": b"not ours",
        f"{'c' * 20}/manifest.json": msgspec.json.encode({"version": "", "hash": "d", "files": {}}),
        "assets/js/main.min.js": b"of another kind",
    }
    for name, body in foreign.items():
        bucket.put(name, body, {})
    prune(bucket, timedelta(), keep=[releases[1]])
    assert foreign.keys() <= bucket.listing().keys()
    ours = {name for name in bucket.listing() if name not in foreign}
    assert {name.split("/")[0] for name in ours} == {"latest.json", "latest", *releases[1:]}


def test_upload_prunes(
    s3: S3, place: str, bucket: ObjectStore, releases: list[str], tmp_path: Path
) -> None:
    four = make_release(tmp_path / "four", text="four")
    options = ["--assets", str(four), "--endpoint-url", s3.endpoint, "--prune"]
    assert run("upload", f"s3://{place}", *options, environ=s3.environ).returncode == 0
    assert folders(bucket) == {"latest.json", "latest", four.name, *releases}
    done = run("upload", f"s3://{place}", *options, "--grace", "0", environ=s3.environ)
    assert "deleted 15" in done.stdout, done.stderr
    assert folders(bucket) == {"latest.json", "latest", four.name}


@pytest.mark.parametrize(
    ("text", "seconds"), [("7d", 604800), ("12h", 43200), ("30m", 1800), ("5s", 5), ("0", 0)]
)
def test_grace(text: str, seconds: int) -> None:
    assert parse_grace(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "7", "d", "-1d", "1w", "1d2h", "99999999d"])
def test_no_grace(text: str) -> None:
    with pytest.raises(AssetsError, match=r"is not a duration \(expected e\.g\. 7d"):
        parse_grace(text)
