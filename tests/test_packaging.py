"""What others install, built in a clean copy: with Node, without it, and from source archives."""

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from backendai_media import __version__
from backendai_media.build import bundle, playground
from tests import extract

pytestmark = pytest.mark.system

ROOT = Path(__file__).parent.parent
CORE, WEB = Path(), Path("packages/web")
LEFT_OUT = shutil.ignore_patterns("node_modules", ".build", "__pycache__", "dist")
#: What the build makes in the sources.
MADE = ("bundle", "demo/static")
USES = (
    "from backendai_media import assets, normalize; "
    "assert (assets.bundle() / 'js/main.min.js').exists(); "
    "assert len(normalize(('stdout', 'a'))) == 1; print(assets.bundle())"
)
CORE_USES = """
import backendai_media.formatters.ipython
from backendai_media import MissingExtraError, Table, display, drawing, normalize, turtle
from backendai_media.gitgraph import Layout, lay_out, read, to_svg

assert len(normalize(("stdout", "a"))) == 1
canvas = drawing.Canvas(20, 20)
canvas.create_turtle().forward(5)
assert drawing.to_svg(canvas).startswith("<svg")
homes = {"assets": "assets", "render": "render", "rendering": "render", "terminal": "terminal"}
for name, extra in homes.items():
    try:
        exec(f"from backendai_media import {name}")
    except MissingExtraError as error:
        assert error.extra == extra, (name, error.extra)
        assert str(error) == f"pip install 'backendai-media[{extra}]'", error
    else:
        raise AssertionError(name)
"""
#: What a kernel imports, with what it needs: everything installed, compiled files included.
MAX_CORE_BYTES = 2_500_000


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clean copy of what is in version control."""
    copy = copy_checkout(tmp_path / "checkout")
    for name in MADE:
        shutil.rmtree(copy / "src/backendai_media" / name, ignore_errors=True)
    return copy


def copy_checkout(copy: Path) -> Path:
    copy.mkdir()
    files = "src browser packages pyproject.toml LICENSE CHANGELOG.md README.md .gitignore"
    for name in files.split():
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=LEFT_OUT)
        else:
            shutil.copy(source, copy / name)
    return copy


def link_npm_packages(checkout: Path) -> None:
    (checkout / "browser/node_modules").symlink_to(ROOT / "browser/node_modules")


def run(
    *command: str | Path, cwd: Path, path: str | None = None
) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    env.pop("PYTHONPATH", None)
    if path is not None:
        env["PATH"] = path
    return subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=600
    )


def call(*command: str | Path, cwd: Path, path: str | None = None) -> str:
    done = run(*command, cwd=cwd, path=path)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def build(project: Path, *arguments: str, path: str | None = None) -> Path:
    """Build without isolation, so with this environment's hatchling."""
    dist = project / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "-o",
        dist,
        *arguments,
    ]
    call(*command, cwd=project, path=path)
    (built,) = dist.iterdir()
    return built


def unpack(sdist: Path, to: Path) -> Path:
    with tarfile.open(sdist) as archive:
        extract(archive, to)
    (unpacked,) = to.iterdir()
    return unpacked


def contents(wheel: Path) -> dict[str, bytes]:
    """Return the files of a wheel, without what is about itself."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
        return {name: archive.read(name) for name in names}


def make_venv(folder: Path) -> Path:
    call(sys.executable, "-m", "venv", folder, cwd=folder.parent)
    return folder / "bin/python"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, list[Path]]:
    """Sdist and wheel of each distribution, the wheel from the sdist and without Node."""
    bundle.refresh(ROOT / "browser")
    playground.refresh_demo(ROOT / "browser")
    folder = tmp_path_factory.mktemp("built")
    checkout = copy_checkout(folder / "checkout")
    made = {}
    for project in (CORE, WEB):
        sdist = build(checkout / project, "--sdist", path=str(folder))
        unpacked = unpack(sdist, folder / f"sdist-{project.name}")
        made[project] = [sdist, build(unpacked, "--wheel", path=str(folder))]
    return made


def test_each_file_is_in_one_wheel(built: dict[Path, list[Path]]) -> None:
    core, web = (set(contents(built[project][1])) for project in (CORE, WEB))
    assert not core & web
    package = ROOT / "src/backendai_media"
    sources = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and not {"__pycache__", "bundle", "static"} & set(path.parts)
    }
    made = {name for name in web if {"bundle", "static"} & set(name.split("/"))}
    assert core | web == sources | made
    entries = [name for name in made if name.endswith("/js/main.min.js")]
    assert len(entries) == 1
    release = entries[0].removesuffix("js/main.min.js")
    assert {f"{release}manifest.json", f"{release}LICENSES.txt"} <= made
    assert "backendai_media/demo/static/demo.js" in made
    assert "backendai_media/py.typed" in core


def test_sdists_hold_what_their_wheels_need(built: dict[Path, list[Path]]) -> None:
    names = {}
    for project in (CORE, WEB):
        with tarfile.open(built[project][0]) as archive:
            names[project] = {name.partition("/")[2] for name in archive.getnames()}
    assert not [name for name in names[CORE] if "bundle" in name or name.startswith("browser")]
    assert "browser/src/main.ts" in names[WEB]
    assert not [name for name in names[WEB] if "node_modules" in name or ".build" in name]
    assert {"LICENSE", "README.md", "PKG-INFO"} <= names[CORE] & names[WEB]
    assert (ROOT / "LICENSE").read_bytes() == (ROOT / WEB / "LICENSE").read_bytes()


def test_what_index_pages_show(built: dict[Path, list[Path]]) -> None:
    for project in (CORE, WEB):
        with zipfile.ZipFile(built[project][1]) as archive:
            (name,) = [one for one in archive.namelist() if one.endswith("/METADATA")]
            about = message_from_bytes(archive.read(name))
        text = about.get_payload(decode=True)
        assert isinstance(text, bytes)
        targets = [part.partition(b")")[0] for part in text.split(b"](")[1:]]
        assert targets
        assert all(one.startswith((b"https://", b"http://", b"#")) for one in targets), targets
        urls = {line.partition(",")[0] for line in about.get_all("Project-URL", ())}
        assert urls == {"Homepage", "Documentation", "Source", "Issues", "Changelog"}


def test_the_distributions_pin_each_other() -> None:
    core, web = (
        tomllib.loads((ROOT / project / "pyproject.toml").read_text())["project"]
        for project in (CORE, WEB)
    )
    own = web["optional-dependencies"]
    assert core["optional-dependencies"] == {
        extra: [f"backendai-media-web[{extra}]=={__version__}"] for extra in own
    }
    assert f"backendai-media=={__version__}" in web["dependencies"]
    assert core["dependencies"] == ["msgspec>=0.19"]
    assert own["all"] == [f"backendai-media-web[{','.join(one for one in own if one != 'all')}]"]


def test_the_core_alone(built: dict[Path, list[Path]], tmp_path: Path) -> None:
    """It is small, works, and says what to install for the rest."""
    python = make_venv(tmp_path / "venv")
    packages = next((tmp_path / "venv/lib").iterdir()) / "site-packages"
    before = set(packages.iterdir())
    call(python, "-m", "pip", "install", built[CORE][1], cwd=tmp_path)
    added = [path for top in set(packages.iterdir()) - before for path in [top, *top.rglob("*")]]
    tops = {path.relative_to(packages).parts[0].partition("-")[0] for path in added}
    assert tops == {"backendai_media", "msgspec"}
    compiled = [path for path in added if path.suffix == ".pyc"]
    assert len(compiled) == len([path for path in added if path.suffix == ".py"])
    assert sum(path.stat().st_size for path in added if path.is_file()) <= MAX_CORE_BYTES
    call(python, "-W", "error", "-c", CORE_USES, cwd=tmp_path)
    (tmp_path / "program.py").write_text("import turtle\nturtle.forward(9)\n", encoding="utf-8")
    call(python, "-m", "backendai_media.turtle", "program.py", cwd=tmp_path)
    assert (tmp_path / "program.svg").exists()
    for arguments, extra in ((["demo"], "demo"), (["upload", "x"], "assets"), ([], "demo")):
        for command in ([python.parent / "backendai-media"], [python, "-m", "backendai_media"]):
            done = run(*command, *arguments, cwd=tmp_path)
            assert done.returncode == 1
            assert done.stderr.endswith(f": pip install 'backendai-media[{extra}]'\n")
            assert len(done.stderr.splitlines()) == 1


@pytest.mark.full
def test_no_package_without_the_bundle(checkout: Path) -> None:
    (checkout / "browser/src/main.ts").write_text("let = ;", encoding="utf-8")
    link_npm_packages(checkout)
    for kind in ("--wheel", "--sdist"):
        with pytest.raises(AssertionError, match="esbuild failed"):
            build(checkout / WEB, kind)
        assert not list((checkout / WEB / "dist").glob("*"))


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("with_node", [True, False])
def test_pip_install_from_a_clean_checkout(
    checkout: Path, tmp_path: Path, *, with_node: bool
) -> None:
    python = make_venv(tmp_path / "venv")
    path = None
    if not with_node:
        tools = tmp_path / "tools"
        tools.mkdir()
        for name in ("sh", "env", "uname"):
            if found := shutil.which(name):
                (tools / name).symlink_to(found)
        path = str(tools)
    install: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        f"{checkout}[starlette]",
        checkout / WEB,
    ]
    call(*install, cwd=tmp_path, path=path)
    printed = call(python, "-c", USES, cwd=tmp_path, path=path)
    assert str(tmp_path / "venv") in printed
    command: list[str | Path] = [
        python.parent / "backendai-media",
        "build",
        "--out",
        tmp_path / "o",
    ]
    out = call(*command, cwd=tmp_path, path=path)
    assert Path(printed.strip()).name in out


@pytest.mark.full
@pytest.mark.timeout(900)
def test_editable_install_needs_no_node_and_builds_nothing(checkout: Path, tmp_path: Path) -> None:
    python = make_venv(tmp_path / "venv")
    empty = tmp_path / "empty"
    empty.mkdir()
    install: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        "-v",
        "-e",
        checkout,
        "-e",
        checkout / WEB,
    ]
    said = call(*install, cwd=tmp_path, path=str(empty))
    assert "nodejs" not in said
    assert not (checkout / "browser/node_modules").exists()
    assert not (checkout / "src/backendai_media/bundle").exists()
    code = "from backendai_media import assets, normalize; normalize(1); print(assets.__file__)"
    assert str(checkout) in call(python, "-c", code, cwd=tmp_path)
