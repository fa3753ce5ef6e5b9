"""Finding a browser, and what is said when there is none."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from backendai_media import BackendAIMediaError
from backendai_media.cli import main
from backendai_media.rendering import pdf, render_paper, render_pdf
from backendai_media.rendering.nodes import parse, written


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("BACKENDAI_BROWSER", raising=False)
    monkeypatch.setattr(pdf, "_APPLICATIONS", {})


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser(tmp_path: Path) -> None:
    with pytest.raises(BackendAIMediaError, match="none was found; install one, or name it"):
        render_pdf(["stdout", "x"])
    source = tmp_path / "r.json"
    source.write_text(json.dumps(["stdout", "x"]))
    done = CliRunner().invoke(main, ["render", "--pdf", str(source), "-o", str(tmp_path / "r.pdf")])
    assert done.exit_code == 1
    assert "Error: A PDF is printed by Chromium" in done.output
    assert not (tmp_path / "r.pdf").exists()


def program(folder: Path, code: str) -> str:
    path = folder / "browser"
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{code}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="programs are no scripts there")
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("sys.exit('cannot start')", "browser printed nothing: cannot start"),
        ("sys.exit(3)", "browser printed nothing: exit code 3"),
        ("time.sleep(60)", "browser did not print within 0.5 s"),
    ],
)
def test_a_browser_that_fails(tmp_path: Path, code: str, reason: str) -> None:
    with pytest.raises(BackendAIMediaError, match=reason):
        render_pdf(
            ["stdout", "x"], browser=program(tmp_path, code), seconds=0.5 if "sleep" in code else 30
        )


@pytest.mark.skipif(sys.platform == "win32", reason="programs are no scripts there")
def test_the_browser_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = """
target = next(one.split("=", 1)[1] for one in sys.argv if one.startswith("--print-to-pdf="))
page = sys.argv[-1].removeprefix("file://")
open(target, "w").write(open(page).read())"""
    monkeypatch.setenv("BACKENDAI_BROWSER", program(tmp_path, code))
    page = render_pdf(
        [["stdout", "x"], {"text/html": "<details><summary>s</summary>y</details>"}]
    ).decode()
    assert page.startswith("<!doctype html>")
    assert "default-src &#x27;none&#x27;" in page
    assert '<details open="">' in page
    assert "size:A4" in page


def test_names_that_are_no_programs_or_sizes() -> None:
    with pytest.raises(BackendAIMediaError, match="nowhere is no program"):
        render_pdf([], browser="nowhere")
    with pytest.raises(BackendAIMediaError, match="size must be one of A3, A4"):
        render_paper([], size="A9")


def test_paper_has_no_shadow_roots_and_no_mathml() -> None:
    page = render_paper(
        [{"text/markdown": "# T\n\n$x^2$"}, {"text/html": "<style>b{color:red}</style><b>c</b>"}]
    )
    assert "<template" not in page
    assert "<math" not in page
    assert '<b style="color:red">c</b>' in page
    assert "var(" not in page
    assert "light-dark(" not in page
    assert "<i>x</i><sup>2</sup>" in page


def test_markup_is_written_as_it_was_read() -> None:
    markup = (
        '<div style="color:red"><template shadowrootmode="open"><style>a > b{c:"<&"}</style>'
        '<p title="&quot;&amp;">1 &lt; 2<br></p></template></div>'
    )
    assert written(parse(markup)) == markup
