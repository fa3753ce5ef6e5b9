"""The command, as a person runs it."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import backendai_media
from backendai_media import AssetsError, assets
from backendai_media.cli import main


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "backendai_media", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_version() -> None:
    done = run("version")
    assert (done.stdout, done.returncode) == (f"{backendai_media.__version__}\n", 0)


def test_the_console_script_is_the_same() -> None:
    script = Path(sys.executable).parent / "backendai-media"
    done = subprocess.run([script, "version"], capture_output=True, text=True, check=True)
    assert done.stdout == run("version").stdout


def test_every_command_has_help() -> None:
    runner = CliRunner()
    overview = runner.invoke(main, ["--help"])
    for name, command in main.commands.items():
        assert command.help
        assert name in overview.output
        shown = runner.invoke(main, [name, "--help"])
        assert shown.exit_code == 0
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help


@pytest.mark.system
@pytest.mark.parametrize("command", ["demo", "devserver", "terminal"])
@pytest.mark.parametrize("port", ["65536", "-1", "http"])
def test_a_port_that_is_none(command: str, port: str) -> None:
    done = CliRunner().invoke(main, [command, "--port", port])
    assert done.exit_code == 2
    assert "Invalid value for '--port'" in done.output


@pytest.mark.system
def test_build(tmp_path: Path) -> None:
    done = run("build", "--out", str(tmp_path), "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert Path(report["path"]) == tmp_path / report["hash"]
    assert (tmp_path / report["hash"] / "js/main.min.js").exists()
    again = run("build", "--out", str(tmp_path))
    assert again.stdout.split() == [report["hash"], report["path"]]


def test_build_without_sources_copies_the_packages_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backendai_media.build.bundle.sources", lambda: None)
    done = CliRunner().invoke(main, ["build", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    own = assets.bundle()
    copied = {path.relative_to(tmp_path / own.name) for path in (tmp_path / own.name).rglob("*")}
    assert copied == {path.relative_to(own) for path in own.rglob("*")}


def test_no_bundle_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backendai_media.assets.locate.BUNDLE", tmp_path)
    with pytest.raises(AssetsError, match="run scripts/build"):
        assets.bundle()
    monkeypatch.setattr("backendai_media.build.bundle.sources", lambda: None)
    done = CliRunner().invoke(main, ["build", "--out", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert done.output == "Error: The browser bundle is not built; run scripts/build\n"


def test_a_missing_extra_says_what_to_install() -> None:
    code = """
import sys
sys.modules["starlette"] = None
sys.argv = ["backendai-media", "demo", "--no-open"]
from backendai_media.cli import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr == "Error: pip install 'backendai-media[demo]'\n"
