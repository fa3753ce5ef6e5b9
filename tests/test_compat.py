"""The static check of sources against the supported browsers, and where these are named."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from backendai_media.build import node

from . import ROOT

pytestmark = pytest.mark.system

COMPAT = ROOT / "scripts/checks"
BROWSERS = json.loads((ROOT / "spec/browsers.json").read_text(encoding="utf-8"))

#: By what stands in a line, the feature that it is told of.
BAD_SCRIPT = {
    "void Promise.try(() => 1);": "javascript.builtins.Promise.try",
    "const { try: attempt } = Promise;": "javascript.builtins.Promise.try",
    "void new Map().keys().map((key) => key);": "javascript.builtins.Iterator.map",
    "void Iterator.from([]);": "javascript.builtins.Iterator.from",
    "void Error.isError(1);": "javascript.builtins.Error.isError",
    "void Math.sumPrecise([1]);": "javascript.builtins.Math.sumPrecise",
    "void new Uint8Array(1).toHex();": "javascript.builtins.Uint8Array.toHex",
    "void /(?i:a)/.test('a');": "javascript.regular_expressions.modifier",
    "document.body.setHTML('');": "api.Element.setHTML",
    "document.querySelector('p')?.setHTML('');": "api.Element.setHTML",
    "(document.body as any).moveBefore(1, 2);": "api.Element.moveBefore",
    "void navigator.gpu;": "api.Navigator.gpu",
    "void URL.parse('a');": "api.URL.parse_static",
    "new CloseWatcher();": "api.CloseWatcher",
    "document.body.style.fieldSizing = 'content';": "css.properties.field-sizing",
    "sheet.replaceSync(`@scope (.${name}) { ${text} }`);": "css.at-rules.scope",
    "sheet.replaceSync('p { field-sizing: content }');": "css.properties.field-sizing",
}
BAD_SHEET = {
    "@scope (.a) { b { color: red } }": "css.at-rules.scope",
    "p { field-sizing: content }": "css.properties.field-sizing",
    "p { color: contrast-color(red) }": "css.types.color.contrast-color",
    "p { width: calc-size(auto, size) }": "css.types.calc-size",
    "p { height: 1rcap }": "css.types.length.rcap",
    "p { text-wrap: pretty }": "css.properties.text-wrap.pretty",
    "details::details-content { color: red }": "css.selectors.details-content",
    "@view-transition { navigation: auto }": "css.at-rules.view-transition",
    "p { colour: red }": "unknown property colour",
}
GOOD_SCRIPT = """
void Promise.withResolvers();
void [1].map(String).at(-1);
void URL.canParse("a");
void navigator.userActivation.isActive;
const own = { parse: (text: string) => text, setHTML: () => 1 };
void [own.parse("a"), own.setHTML()];
document.querySelector("p")!.style.containIntrinsicBlockSize = "1lh";
export const css = `.a { color: red } @media (pointer: coarse) { .a { color: blue } }`;
"""
GOOD_SHEET = """
.a:has(> b) { & b { color: light-dark(red, color-mix(in srgb, red, blue)); width: 1lh } }
@media (prefers-reduced-motion: reduce) { .a::before { transition: none } }
@font-face { font-family: x; src: local(x) }
"""


def check(*files: Path, exceptions: str = "{}") -> tuple[int, str]:
    """→ the exit status and what is said."""
    listed = files[0].parent / "exceptions.json"
    listed.write_text(exceptions)
    if not node.installed(COMPAT):
        node.install(COMPAT)
    done = subprocess.run(
        [node.find_node(), str(COMPAT / "compat.mjs"), *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COMPAT_EXCEPTIONS": str(listed)},
        cwd=files[0].parent,
    )
    return done.returncode, done.stdout + done.stderr


def test_newer_features_are_found(tmp_path: Path) -> None:
    files = {"a.ts": BAD_SCRIPT, "a.css": BAD_SHEET}
    for name, lines in files.items():
        (tmp_path / name).write_text("\n".join(lines))
    code, said = check(*(tmp_path / name for name in files))
    assert code == 1
    for name, lines in files.items():
        for number, (line, feature) in enumerate(lines.items(), 1):
            assert f"{name}:{number}: {feature}" in said, (line, said)


def test_what_all_supported_browsers_have_passes(tmp_path: Path) -> None:
    script, sheet = tmp_path / "a.ts", tmp_path / "a.css"
    script.write_text(GOOD_SCRIPT)
    sheet.write_text(GOOD_SHEET)
    code, said = check(script, sheet)
    assert (code, said) == (0, "2 files use nothing newer than the supported browsers\n")


def test_exceptions_hold_for_their_files_and_must_be_needed(tmp_path: Path) -> None:
    listed, other = tmp_path / "a.css", tmp_path / "b.css"
    for sheet in (listed, other):
        sheet.write_text("@scope (.a) { b { color: red } }\np { height: 1rcap }")
    reasons = {
        "css.at-rules.scope": {"files": ["a.css", "b.css"], "reason": "a test"},
        "css.types.length.rcap": {"files": ["a.css"], "reason": "a test"},
        "css.properties.text-wrap.pretty": {"files": ["a.css"], "reason": "a test"},
    }
    code, said = check(listed, other, exceptions=json.dumps(reasons))
    assert code == 1
    assert "css.at-rules.scope" not in said
    assert "a.css:2" not in said
    assert "b.css:2: css.types.length.rcap" in said
    assert "css.properties.text-wrap.pretty is used no more" in said


def test_each_exception_has_a_reason() -> None:
    for feature, entry in json.loads((COMPAT / "exceptions.json").read_text()).items():
        assert set(entry) == {"files", "reason"}, feature
        assert entry["reason"], feature


@pytest.mark.parametrize("page", ["README.md", "docs/browsers.md"])
def test_the_supported_browsers_are_documented(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for entry in BROWSERS.values():
        assert f"{entry['name']} {entry['oldest']}" in text, entry


def test_what_degrades_is_documented() -> None:
    text = (ROOT / "docs/browsers.md").read_text(encoding="utf-8")
    for feature in json.loads((COMPAT / "exceptions.json").read_text()):
        assert feature.split(".")[2] in text, feature
