"""The command's process: its address, its end, and what it needs."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from backendai_media import demo
from backendai_media.demo.gallery import examples, libraries
from backendai_media.demo.launch import listen_on_loopback
from backendai_media.errors import DemoError
from tests.ports import free_port

from .conftest import PATIENCE, Server

MakeServer = Callable[..., Server]


def started(server: Server) -> psutil.Process:
    """Return the kernel once it runs something."""
    with server.client() as client:
        client.kernel("idle")
        run = client.submit("print('go', flush=True)\nwhile True: pass")
        client.until(lambda e: e["type"] == "output" and e["run"] == run)
    (kernel,) = server.kernels()
    return kernel


def test_demo_the_kernel_ends_with_the_server(make_server: MakeServer) -> None:
    server = make_server()
    kernel = started(server)
    folder = Path(kernel.cmdline()[-1]).parent
    assert folder.stat().st_mode & 0o077 == 0, "nobody else may connect to the kernel"
    server.process.terminate()
    server.process.wait(PATIENCE)
    assert not kernel.is_running()
    assert not folder.exists()


def test_demo_the_kernel_ends_when_the_server_is_killed(make_server: MakeServer) -> None:
    server = make_server()
    kernel = started(server)
    server.process.kill()
    server.process.wait(PATIENCE)
    kernel.wait(PATIENCE)
    assert not kernel.is_running()


def test_demo_takes_a_free_port_where_its_own_is_taken(make_server: MakeServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = make_server(port=port)
        assert server.port != port
        listening = psutil.Process(server.process.pid).net_connections("tcp")
        assert {address.laddr.ip for address in listening} == {"127.0.0.1"}


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.1", "::", "example.org", ""])
def test_demo_listens_on_loopback_only(host: str) -> None:
    with pytest.raises(DemoError, match="not a loopback address"):
        listen_on_loopback(host, 0)


def test_demo_listens_where_it_is_asked_to() -> None:
    port = free_port()
    with listen_on_loopback("localhost", port) as server:
        assert server.getsockname() == ("127.0.0.1", port)


def without(*modules: str, code: str) -> str:
    """Run `code` where `modules` cannot be found; return the last line that it says."""
    program = (
        "import sys, importlib.util as u; real = u.find_spec\n"
        f"gone = {modules!r}\n"
        "u.find_spec = lambda name, *a: None if name in gone else real(name, *a)\n"
        "class Gone:\n"
        "    def find_spec(self, name, *a):\n"
        "        if name.partition('.')[0] in gone: raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Gone())\n" + code
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    return (done.stdout + done.stderr).strip().rpartition("\n")[2]


@pytest.mark.parametrize("module", ["starlette", "uvicorn", "jupyter_client", "ipykernel"])
def test_demo_says_which_extra_to_install(module: str) -> None:
    said = without(module, code="from backendai_media import demo; demo.run(open_browser=False)")
    assert said.endswith("pip install 'backendai-media[demo]'")


def test_demo_shows_a_file_without_kernel_packages(notebook: Path) -> None:
    code = (
        "from backendai_media import demo; from pathlib import Path; "
        f"print(demo.create_app(Path({str(notebook)!r}), port=1).cookie)"
    )
    assert without("jupyter_client", "ipykernel", "zmq", code=code) == "backendai-demo-1"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.ipynb", "{}", "no cells"),
        ("a.ipynb", "", "not JSON"),
        ("a.ipynb", "[" * 200_000, "not JSON"),
        ("a.ipynb", '{"worksheets": []}', "nbconvert"),
        ("a.json", "\udcff", "not JSON"),
        ("a.json", None, "cannot be read"),
    ],
)
def test_demo_says_what_is_wrong_with_a_file(
    tmp_path: Path, name: str, content: str | None, reason: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(DemoError, match=reason):
        demo.run(path, open_browser=False)


def test_demo_gallery_of_libraries() -> None:
    found = libraries()
    assert len({one.name for one in found}) == len(found) == 31
    for one in found:
        assert one.title
        assert one.about
        assert len(one.about) <= 40, "one line beside the editor"
        compile(TransformerManager().transform_cell(one.code), one.name, "exec")


def test_demo_gallery_is_complete() -> None:
    found = examples()
    assert [example.missing for example in found] == [[]] * len(found)
    names = {
        "plot",
        "table",
        "styler",
        "progress",
        "rich_text",
        "error",
        "html",
        "images",
        "hostile",
    }
    assert names < {example.name for example in found}
    for example in found:
        compile(example.code, example.name, "exec")
        assert example.title
        assert example.about
        assert len(example.about) <= 40, "one line beside the editor"
