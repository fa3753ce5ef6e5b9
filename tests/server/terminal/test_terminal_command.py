"""`backendai-media terminal` as a process, reached as a browser reaches it."""

import asyncio
import contextlib
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from click.testing import CliRunner
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

import backendai_media
from backendai_media.cli import main
from backendai_media.terminal.frames import Exit, Input
from tests.terminal.conftest import in_loop
from tests.terminal.server import Page, Server

NOBODY = "nobody"
root = pytest.mark.skipif(os.geteuid() != 0, reason="becoming another user needs root")


class Running:
    """The command, and the address that it prints."""

    def __init__(self, *arguments: str) -> None:
        argv = [sys.executable, "-m", "backendai_media", "terminal", "--no-open", "--port", "0"]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [*argv, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        assert self.process.stdout
        line = self.process.stdout.readline().decode()
        found = re.search(r"(https?://[^/]+)/\?code=(\S+)", line)
        assert found, line + (self.process.stderr.read().decode() if self.process.stderr else "")
        self.base, self.code = found[1], found[2]
        self.port = int(self.base.rsplit(":", 1)[1])

    def stop(self) -> tuple[str, str]:
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=30)
        assert self.process.returncode == 0, err
        return out.decode(), err.decode()


@contextlib.contextmanager
def running(*arguments: str) -> Iterator[Running]:
    one = Running(*arguments)
    try:
        yield one
    finally:
        one.process.kill()
        one.process.communicate()


class Browser(Server):
    """Its cookies, and the sockets of its pages."""

    def __init__(self, command: Running) -> None:
        self.command_ = command
        self.base = command.base
        self.client = httpx.Client(base_url=command.base, trust_env=False)

    def socket(self, *, path: str = "/ws/one", **options: Any) -> connect:
        cookie = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        options.setdefault("origin", Origin(self.base))
        options.pop("user", None)
        return connect(
            self.base.replace("http", "ws") + path,
            subprotocols=[Subprotocol("backendai.term.2")],
            additional_headers={"Cookie": cookie},
            compression=None,
            proxy=None,
            **options,
        )


@contextlib.contextmanager
def signed_in(command: Running) -> Iterator[Browser]:
    browser = Browser(command)
    with browser.client:
        answer = browser.client.get(f"/?code={command.code}")
        assert answer.status_code == 303
        yield browser


def test_a_code_becomes_a_cookie_and_a_clean_address() -> None:
    with running("--", "cat") as command, signed_in(command) as browser:
        [cookie] = browser.client.cookies.jar
        assert cookie.name == f"backendai-terminal-{command.port}"
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert cookie.get_nonstandard_attr("SameSite") == "Strict"
        page = browser.client.get("/", follow_redirects=True)
        assert "code" not in str(page.url)
        assert page.status_code == 200
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "require-trusted-types-for 'script'" in policy
        assert page.url.params["session"] in page.text
        assert "{{" not in page.text
        script = re.search(r'src="(/assets/[^"]+main\.min\.js)"', page.text)
        assert script
        assert browser.client.get(script[1]).status_code == 200
        with httpx.Client(base_url=command.base, trust_env=False) as other:
            assert other.get("/").status_code == 401
            assert other.get(f"/?code={command.code}").status_code == 401  # it worked once
            assert other.post("/ticket").status_code == 403
        out, err = command.stop()
        assert command.code not in err
        assert "For another browser" in out


def test_a_session_outlives_a_reload_and_strangers_stay_out() -> None:
    with running("--cwd", "/tmp", "--", "bash", "--norc") as command, signed_in(command) as browser:

        @in_loop
        async def use() -> None:
            page = Page(browser, path="/ws/one")
            await page.come()
            await page.type(b"x=4; pwd\n")
            await page.look(b"/tmp\r\n")
            await page.leave()
            after = Page(browser, path="/ws/one")  # a reload: it remembers nothing
            await after.come()
            await after.type(b"echo $((x + 38))\n")
            await after.look(b"42\r\n")
            await after.leave()
            for options in ({"origin": Origin("http://evil.example")}, {"origin": None}):
                with pytest.raises(InvalidStatus):
                    await browser.socket(**options)
            browser.client.cookies.clear()
            with pytest.raises(InvalidStatus):
                await browser.socket()

        use()
        _, err = command.stop()
        assert "session.started" in err
        assert "echo" not in err


def test_readonly_shows_and_takes_nothing() -> None:
    code = "import time; print('shown', flush=True); print('GOT', input()); time.sleep(99)"
    with (
        running("--readonly", "--", sys.executable, "-c", code) as command,
        signed_in(command) as browser,
    ):
        assert "main" in browser.client.get("/").text

        @in_loop
        async def use() -> None:
            page = Page(browser, path="/ws/main")
            welcome = await page.come()
            assert not welcome.writable
            await page.look(b"shown")
            for n in range(5):
                await page.send(Input(n + 1, b"evil\n"))
            await asyncio.sleep(0.3)
            await page.glance()
            assert b"evil" not in page.seen
            assert b"GOT" not in page.seen
            await page.leave()

        use()


def test_once_ends_with_its_session_and_records(tmp_path: Path) -> None:
    file = tmp_path / "a.cast"
    argv = ["--once", "--record", str(file), "--json-log", "--", "sh", "-c", "read a; echo got $a"]
    with running(*argv) as command, signed_in(command) as browser:
        browser.client.get("/")

        @in_loop
        async def use() -> None:
            page = Page(browser, path="/ws/main")
            await page.come()
            await page.type(b"it\n")
            await page.look(lambda: page.exit)
            assert page.exit == Exit(code=0)
            await page.leave()

        use()
        _, err = command.process.communicate(timeout=30)
        assert command.process.returncode == 0
    events = [json.loads(line)["event"] for line in err.decode().splitlines()]
    assert "session.ended" in events
    text = file.read_text()
    assert json.loads(text.splitlines()[0])["version"] == 3
    assert "got it" in text


def test_limits_of_sessions_and_idleness() -> None:
    argv = ["--max-sessions", "1", "--idle-timeout", "1", "--", "cat"]
    with running(*argv) as command, signed_in(command) as browser:

        @in_loop
        async def use() -> None:
            page, other = Page(browser, path="/ws/one"), Page(browser, path="/ws/two")
            await page.come()
            with pytest.raises(Exception, match="4429"):
                await other.come()
            await page.look(lambda: page.exit)
            assert page.exit == Exit(signal=signal.SIGHUP)
            await page.leave()

        use()


def readable(user: str, file: Path) -> bool:
    """A checkout in root's home is closed to others."""
    return not subprocess.run(["test", "-r", file], user=user, check=False).returncode


@root
def test_dropped_privileges() -> None:
    if not readable(NOBODY, Path(__file__)):
        pytest.skip(f"{NOBODY} may not read this checkout")
    with running("--user", NOBODY, "--", "sh", "-c", "id -u; id -G; cat") as command:
        who = pwd.getpwnam(NOBODY)
        status = Path(f"/proc/{command.process.pid}/status").read_text()
        assert re.search(rf"Uid:\t{who.pw_uid}\t{who.pw_uid}\t{who.pw_uid}", status)
        assert re.search(r"CapEff:\t0+\n", status)
        with signed_in(command) as browser:

            @in_loop
            async def use() -> None:
                page = Page(browser, path="/ws/one")
                await page.come()
                await page.look(b"%d\r\n%d" % (who.pw_uid, who.pw_gid))
                await page.leave()

            use()


@root
def test_who_may_not_read_what_is_installed(tmp_path: Path) -> None:
    """As where root installs it at home: modules could not be imported later."""
    tmp_path.chmod(0o700)
    package = Path(backendai_media.__file__).parent
    copy = tmp_path / package.name
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__", "*.wasm"))
    argv = [sys.executable, "-m", "backendai_media", "terminal", "--no-open", "--port", "0"]
    done = subprocess.run(
        [*argv, "--user", NOBODY], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"nobody may not read {copy}" in done.stderr
    assert "Traceback" not in done.stderr


def test_elsewhere_a_clear_error() -> None:
    """As on Windows, which lacks these modules."""
    code = """
import asyncio, click, subprocess, sys
sys.platform = "win32"
for name in ("fcntl", "pwd", "termios"):
    sys.modules[name] = None
from backendai_media.cli import main
main(["terminal"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Error: Terminals need Linux or macOS; win32 is not supported.\n"


def test_tls(tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    issued.cert_chain_pems[0].write_to_path(certificate)
    issued.private_key_pem.write_to_path(key)
    with running("--tls-cert", str(certificate), "--tls-key", str(key), "--", "cat") as command:
        assert command.base.startswith("https://")
        with httpx.Client(base_url=command.base, verify=False, trust_env=False) as client:
            answer = client.get(f"/?code={command.code}")
            assert answer.status_code == 303
            assert "; Secure" in answer.headers["set-cookie"]
            page = client.get("/", follow_redirects=True)
            assert "connect-src 'self' wss://" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--host", "0.0.0.0"], "unencrypted"),
        (["--host", "192.0.2.1"], "ssh -L"),
        (["--host", "0.0.0.0", "--behind-proxy"], "--origin https://example.org"),
        (["--behind-proxy", "--origin", "http://example.org"], "use https"),
        (["--origin", "https://example.org"], "--behind-proxy"),
        (["--origin", "https://example.org/x", "--behind-proxy"], "is not an origin"),
        (["--pty-host"], "requires --store"),
        (["--store", "redis://127.0.0.1:1/0", "--once"], "cannot be combined with --store"),
        (["--limit", "nproc=many"], "nproc=200"),
        (["--metrics-token", "short"], "metrics_token is too short"),
        (["--", "no-such-program"], "is not in PATH"),
    ],
)
def test_what_cannot_be_is_refused_with_an_explanation(arguments: list[str], reason: str) -> None:
    done = CliRunner().invoke(main, ["terminal", "--no-open", "--port", "0", *arguments])
    assert done.exit_code != 0
    assert reason in done.output
    assert "Traceback" not in done.output


def test_help_names_every_option() -> None:
    done = CliRunner().invoke(main, ["terminal", "--help"])
    for option in (
        "--readonly",
        "--once",
        "--record",
        "--max-sessions",
        "--idle-timeout",
        "--user",
    ):
        assert option in done.output
