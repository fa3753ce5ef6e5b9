"""A framework that is not installed."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("module", "needs"), [("django", "django"), ("flask", "flask"), ("starlette", "anyio")]
)
def test_the_message_is_what_to_do(module: str, needs: str) -> None:
    code = f"import sys; sys.modules[{needs!r}] = None; import backendai_media.{module}"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    expected = f"pip install 'backendai-media[{module}]'"
    assert run.stderr.strip().splitlines()[-1].endswith(f"MissingExtraError: {expected}")


def test_the_package_does_not_need_them() -> None:
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['django', 'flask', 'anyio', 'jinja2', "
        "'starlette', 'brotli'])); from backendai_media import assets; "
        "from backendai_media.assets.serve import Releases; "
        "asked = {'accept-encoding': 'br, gzip'}; "
        "reply = Releases().answer('GET', '/latest/js/main.min.js', asked); "
        "print(reply.headers['Content-Encoding'], assets.csp()[:11])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "gzip default-src\n"


@pytest.mark.parametrize("more", [[], ["--pty-host"]])
def test_a_store_of_terminals_needs_redis(more: list[str]) -> None:
    arguments = ["terminal", "--no-open", "--port", "0", "--store", "redis://localhost:1/0", *more]
    code = (
        "import sys; sys.modules['redis'] = None; from backendai_media.__main__ import main; main()"
    )
    command = [sys.executable, "-c", code, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert run.stderr == "Error: pip install 'backendai-media[redis]'\n"
    assert run.returncode == 1
