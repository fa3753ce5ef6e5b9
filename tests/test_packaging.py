"""What others install, built in a clean copy: with Node, without it, and from an sdist."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

ROOT = Path(__file__).parent.parent
LEFT_OUT = "node_modules .build bundle .venv .git __pycache__ dist vectors static".split()
USES = (
    "from backendai_media import assets, normalize; "
    "assert (assets.bundle() / 'js/main.min.js').exists(); "
    "assert len(normalize(('stdout', 'a'))) == 1; print(assets.bundle())"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clean copy of what is in version control."""
    copy = tmp_path / "checkout"
    copy.mkdir()
    for name in ("src", "browser", "hatch_build.py", "pyproject.toml", "LICENSE", ".gitignore"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
        else:
            shutil.copy(source, copy / name)
    (copy / "README.md").write_text("# Test\n", encoding="utf-8")
    return copy


def call(*command: str | Path, cwd: Path, path: str | None = None) -> str:
    env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    env.pop("PYTHONPATH", None)
    if path is not None:
        env["PATH"] = path
    run = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=600
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout + run.stderr


def build(checkout: Path, *arguments: str, path: str | None = None) -> Path:
    """Build without isolation, so with this environment's hatchling."""
    dist = checkout / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    call(
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "-o",
        dist,
        *arguments,
        cwd=checkout,
        path=path,
    )
    (built,) = dist.iterdir()
    return built


def test_sdist_carries_the_bundle_and_the_wheel_is_built_from_it(
    checkout: Path, tmp_path: Path
) -> None:
    (checkout / "browser/node_modules").symlink_to(ROOT / "browser/node_modules")
    sdist = build(checkout, "--sdist")
    with tarfile.open(sdist) as archive:
        names = archive.getnames()
        archive.extractall(tmp_path / "sdist", filter="data")
    scripts = [name for name in names if name.endswith("/js/main.min.js")]
    assert len(scripts) == 1
    assert not [name for name in names if "node_modules" in name or ".build" in name]
    (unpacked,) = (tmp_path / "sdist").iterdir()
    wheel = build(unpacked, "--wheel", path=str(tmp_path))  # neither Node nor npm there
    with zipfile.ZipFile(wheel) as archive_:
        packed = archive_.namelist()
    bundle = scripts[0].split("/src/")[1].removesuffix("js/main.min.js")
    assert {f"{bundle}js/main.min.js", f"{bundle}manifest.json", f"{bundle}LICENSES.txt"} <= set(
        packed
    )
    assert {"backendai_media/demo/page.html", "backendai_media/demo/static/demo.js"} <= set(packed)
    assert "backendai_media/py.typed" in packed
    assert not [name for name in packed if name.startswith(("tests", "browser"))]


@pytest.mark.full
def test_no_package_without_the_bundle(checkout: Path, tmp_path: Path) -> None:
    (checkout / "browser/src/main.ts").write_text("let = ;", encoding="utf-8")
    (checkout / "browser/node_modules").symlink_to(ROOT / "browser/node_modules")
    for kind in ("--wheel", "--sdist"):
        with pytest.raises(AssertionError, match="esbuild failed"):
            build(checkout, kind)
        assert not list((checkout / "dist").glob("*"))


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("with_node", [True, False])
def test_pip_install_from_a_clean_checkout(
    checkout: Path, tmp_path: Path, *, with_node: bool
) -> None:
    venv = tmp_path / "venv"
    call(sys.executable, "-m", "venv", venv, cwd=tmp_path)
    python = venv / "bin/python"
    path = None
    if not with_node:
        tools = tmp_path / "tools"
        tools.mkdir()
        for name in ("sh", "env", "uname"):
            if found := shutil.which(name):
                (tools / name).symlink_to(found)
        path = str(tools)
    call(python, "-m", "pip", "install", checkout, cwd=tmp_path, path=path)
    printed = call(python, "-c", USES, cwd=tmp_path, path=path)
    assert str(venv) in printed
    out = call(
        venv / "bin/backendai-media", "build", "--out", tmp_path / "o", cwd=tmp_path, path=path
    )
    assert Path(printed.strip()).name in out


@pytest.mark.full
@pytest.mark.timeout(900)
def test_editable_install_needs_no_node_and_builds_nothing(checkout: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    call(sys.executable, "-m", "venv", venv, cwd=tmp_path)
    python = venv / "bin/python"
    empty = tmp_path / "empty"
    empty.mkdir()
    said = call(python, "-m", "pip", "install", "-v", "-e", checkout, cwd=tmp_path, path=str(empty))
    assert "nodejs" not in said
    assert not (checkout / "browser/node_modules").exists()
    assert not (checkout / "src/backendai_media/bundle").exists()
    call(python, "-c", "from backendai_media import normalize; normalize(1)", cwd=tmp_path)
