"""Publishing to a directory that a web server serves."""

from __future__ import annotations

import gzip
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import brotli
import httpx2
import pytest

from backendai_media import AssetsError, assets
from backendai_media.assets.release import read
from backendai_media.publishing import latest, publish
from backendai_media.publishing.destination import open_store
from backendai_media.publishing.prune import prune
from tests.ports import free_port

from .conftest import make_release, run

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
NGINX = shutil.which("nginx", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin"]))
DOCS = Path(__file__).parents[2] / "docs/publishing.md"


def test_variants_stand_beside_the_files(tmp_path: Path) -> None:
    release = make_release(tmp_path / "assets")
    done = run("upload", tmp_path / "www", "--assets", tmp_path / "assets")
    assert done.returncode == 0, done.stderr
    for folder, name in (("latest", "js/main.min.js"), (release.name, "js/html.js")):
        path = tmp_path / "www" / folder / name
        assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == path.read_bytes()
        assert (
            brotli.decompress(path.with_name(f"{path.name}.br").read_bytes()) == path.read_bytes()
        )
        assert path.stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "www" / release.name / "js/html.js").read_bytes() == (
        release / "js/html.js"
    ).read_bytes()
    assert not (tmp_path / "www" / release.name / "LICENSES.txt.gz").exists()
    again = run("upload", tmp_path / "www", "--assets", tmp_path / "assets")
    assert "written 0, skipped" in again.stdout


def test_a_directory_that_is_full_keeps_what_it_has(tmp_path: Path) -> None:
    old = make_release(tmp_path / "old")
    new = make_release(tmp_path / "new", {"js/large.js": b"x" * 200_000})
    www = open_store(str(tmp_path / "www"))
    publish.upload(www, read(old))
    before = www.listing()
    options = ["upload", str(tmp_path / "www"), "--assets", str(new)]
    command = [sys.executable, "-m", "backendai_media", *options]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode == 1
    assert re.fullmatch(r"Error: .*large\.js: cannot be written: File too large\n", done.stderr)
    after = www.listing()
    assert {name: after[name] for name in before} == before
    assert not list((tmp_path / "www").rglob(".part-*"))


def test_rollback_and_prune(tmp_path: Path) -> None:
    one, two = make_release(tmp_path, text="one"), make_release(tmp_path, text="two")
    www = open_store(str(tmp_path / "www"))
    for release in (one, two):
        publish.upload(www, read(release))
    publish.rollback(www, one.name)
    found = latest.read(www).pointer
    assert found
    assert found.hash == one.name
    (tmp_path / "www" / two.name / "js/.part-killed").write_bytes(b"left of a killed run")
    prune(www, timedelta())
    assert sorted(path.name for path in (tmp_path / "www").iterdir()) == sorted(
        [one.name, "latest", "latest.json"]
    )


def test_a_change_by_another_is_noticed(tmp_path: Path) -> None:
    www = open_store(str(tmp_path / "www"))
    assert www.replace("latest.json", b"1", {}, None)
    assert not www.replace("latest.json", b"2", {}, None)
    assert not www.replace("latest.json", b"2", {}, "of another")
    found = www.get("latest.json")
    assert found
    assert www.replace("latest.json", b"2", {}, found.etag)


def test_which_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert publish.find_release(None).path == assets.bundle()
    one = make_release(tmp_path / "assets", text="one")
    assert publish.find_release(None).path == Path("assets") / one.name
    two = make_release(tmp_path / "assets", text="two")
    with pytest.raises(AssetsError, match=r"1\.0-(one|two).*; select one: --assets assets/"):
        publish.find_release(None)
    assert publish.find_release(two).hash == two.name
    (two / "js/html.js").write_bytes(b"edited")
    www = open_store(str(tmp_path / "www"))
    with pytest.raises(AssetsError, match=r"damaged: js/html\.js is not what was built; build it"):
        publish.upload(www, read(two))
    (one / "notes.txt").write_text("mine")
    with pytest.raises(AssetsError, match=f"its files are not those of the hash {one.name}"):
        publish.upload(www, read(one))
    (one / "js/main.min.js").unlink()
    with pytest.raises(AssetsError, match=r"damaged: js/main\.min\.js is not what was built"):
        publish.upload(www, read(one))
    assert not www.listing()
    (tmp_path / "empty").mkdir()
    with pytest.raises(
        AssetsError, match="no release; create one: backendai-media update --assets"
    ):
        publish.find_release(tmp_path / "empty")


@pytest.mark.parametrize(
    ("destination", "said"),
    [
        ("ftp://x/y", "must be s3://…, gs://…, az://… or a directory"),
        ("s3://", "expected s3://bucket/prefix"),
        ("s3://bucket/x?y", "expected s3://bucket/prefix"),
        ("az://container/x", "no account; set AZURE_STORAGE_ACCOUNT_NAME"),
    ],
)
def test_no_destination(destination: str, said: str) -> None:
    with pytest.raises(AssetsError, match=re.escape(said)):
        open_store(destination)


def test_a_missing_extra_says_what_to_install() -> None:
    code = """
import sys
for name in ("obstore", "httpx2", "brotli", "rich"):
    sys.modules[name] = None
from backendai_media.cli import main
main(sys.argv[1:])
"""
    for arguments in (["upload", "s3://x/y"], ["doctor", "https://x/y"]):
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stderr == "Error: pip install 'backendai-media[assets]'\n"


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[str]:
    """The address at which nginx, set up as docs/publishing.md says, serves `www/media`."""
    port = free_port()
    block = re.search(r"```nginx\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    site = block[1].replace("listen 80;", f"listen 127.0.0.1:{port};")
    site = site.replace("/srv/assets", str(tmp_path / "www"))
    temporary = "\n".join(
        f"{kind}_temp_path {tmp_path / kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(f"""
        daemon off;
        user root;
        pid {tmp_path / "pid"};
        error_log stderr;
        load_module {BROTLI};
        events {{}}
        http {{ access_log off; {temporary} {site} }}
    """)
    with subprocess.Popen([str(NGINX), "-p", tmp_path, "-c", tmp_path / "nginx.conf"]) as process:
        for _ in range(100):
            try:
                httpx2.get(f"http://127.0.0.1:{port}/")
                break
            except httpx2.TransportError:
                assert process.poll() is None
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/media"
        process.terminate()


@pytest.mark.skipif(
    not (NGINX and BROTLI.exists()),
    reason="needs Debian's nginx-light and libnginx-mod-http-brotli-static",
)
@pytest.mark.full
def test_nginx_as_the_documentation_sets_it_up(nginx: str, tmp_path: Path) -> None:
    done = run("upload", tmp_path / "www/media")
    assert done.returncode == 0, done.stderr
    looked = run("doctor", nginx)
    assert "0 errors, 0 warnings" in looked.stdout, looked.stdout + looked.stderr
    for encoding in ("br", "gzip"):
        answer = httpx2.get(f"{nginx}/latest/js/main.min.js", headers={"Accept-Encoding": encoding})
        assert answer.headers["content-encoding"] == encoding
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
