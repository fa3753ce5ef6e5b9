"""A real S3-compatible server, which tests and benchmarks start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import msgspec

from tests.ports import free_ports

NO_PROXY = "127.0.0.1,localhost"
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}


class S3(msgspec.Struct, frozen=True):
    """A running server, of which everybody may read the bucket `media`, pages only in `open`."""

    port: int
    environ: dict[str, str]

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        """Where visitors find what is at s3://<path>."""
        return f"{self.endpoint}/{path}"


@contextmanager
def serve_s3(folder: Path) -> Iterator[S3]:
    """Start SeaweedFS in a directory, with two buckets, and stop it afterwards."""
    buckets = ["media", "open"]
    identities = [
        {
            "name": "publisher",
            "credentials": [{"accessKey": "key", "secretKey": "secret"}],
            "actions": ["Admin", "Read", "Write", "List"],
        },
        {"name": "anonymous", "actions": [f"Read:{bucket}" for bucket in buckets]},
    ]
    (folder / "s3.json").write_text(json.dumps({"identities": identities}))
    (folder / "data").mkdir()
    servers = ("s3", "master", "volume", "filer", "admin")
    ports = dict(zip([*servers, *(f"{one}.grpc" for one in servers)], free_ports(10), strict=True))
    options = [
        *(f"-{one}.port={ports[one]}" for one in servers),
        *(f"-{one}.port.grpc={ports[f'{one}.grpc']}" for one in servers),
    ]
    command = [
        str(Path(sys.executable).parent / "weed"),
        "mini",
        f"-dir={folder / 'data'}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-s3.config={folder / 's3.json'}",
        f"-bucket={','.join(buckets)}",
        "-s3.autoCreateBucket=false",
        "-s3.allowedOrigins=none.example",  # so that what a bucket's own CORS says counts
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-webdav=false",
        "-admin.ui=false",
        "-master.telemetry=false",
        *options,
    ]
    server = S3(ports["s3"], environment(folder))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        try:
            wait_for_bucket(server, buckets[-1], process, folder / "log")
            yield server
        finally:
            process.terminate()
            process.wait(30)


def wait_for_bucket(server: S3, bucket: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers for its last bucket."""
    for _ in range(300):
        assert process.poll() is None, log.read_text(errors="replace")[-2000:]
        try:
            answer = httpx2.get(server.url(f"{bucket}/nothing"), trust_env=False)
            if answer.status_code == 404 and "NoSuchKey" in answer.text:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(log.read_text(errors="replace")[-2000:])


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a person who has S3 keys and nothing else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    none = {"HOME": str(home), "AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": NO_PROXY}
    return {**kept, **none, **KEYS, **more}
