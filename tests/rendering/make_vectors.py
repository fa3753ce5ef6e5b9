"""`python -m tests.rendering.make_vectors`: writes the normal form and the elements of each vector.

The inputs stand here; what is written is what Python makes of them now. Three browser engines are
held to it by `tests/browser/test_static.py`, Python by `tests/rendering/test_vectors.py`.
"""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

from backendai_media import normalize, render
from backendai_media.model import to_builtins
from tests import VECTORS

HERE = VECTORS / "render"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ESC = "\x1b["
LINK = "\x1b]8;;{}\x1b\\{}\x1b]8;;\x1b\\"
# A tenth of a second: browsers differ in what they make of none.
TONE = bytes([128, 200, 255, 200, 128, 56, 0, 56]) * 100
WAVE = struct.pack("<8sIHHIIHH4sI", b"WAVEfmt ", 16, 1, 1, 8000, 8000, 1, 8, b"data", len(TONE))
WAV = base64.b64encode(struct.pack("<4sI", b"RIFF", len(WAVE + TONE)) + WAVE + TONE).decode()

#: Elements are the same.
EXACT: dict[str, Any] = {
    "text": ["stdout", "one\ntwo <b> & 'three'\n"],
    "both streams": [["stdout", "a\n"], ["stderr", "b"], ["stdout", "c"], ["stdout", "d"]],
    "colours": ["stdout", f"{ESC}31mred{ESC}0m {ESC}92mbright{ESC}39m {ESC}44mback{ESC}49m end"],
    "256 colours": [
        "stdout",
        f"{ESC}38;5;3ma{ESC}38;5;100mb{ESC}48;5;250mc{ESC}38:5:9md{ESC}m",
    ],
    "true colours": [
        "stdout",
        f"{ESC}38;2;1;2;3ma{ESC}48:2::4:5:6mb{ESC}38;2;9mc{ESC}58;5;1md{ESC}0;0me",
    ],
    "flags": [
        "stdout",
        f"{ESC}1mb{ESC}2md{ESC}22mn{ESC}3mi{ESC}23;4mu{ESC}4:0mn{ESC}9ms{ESC}29;8mc{ESC}28mn",
    ],
    "inverse": ["stdout", f"{ESC}7ma{ESC}31;42mb{ESC}27mc{ESC}0;7;33md"],
    "unfinished sequences": ["stdout", f"a{ESC}31"],
    "unknown sequences": [
        "stdout",
        f"a{ESC}?25lb\x1b(Bc\x1b]0;title\x07d\x1bPq\x1b\\e\x1b=f{ESC}5nz",
    ],
    "carriage return": ["stdout", "10%\r100%\rab\n12345\rxy\n"],
    "progress bar": [
        "stderr",
        "".join(f"\r{n * 25:3}%|{'█' * n:4}| {n}/4{ESC}A{ESC}B" for n in range(5)),
    ],
    "backspace and tab": ["stdout", "abc\b\bX\n\tb\ta\rY"],
    "cursor": ["stdout", f"one\ntwo\nthree{ESC}2Ax{ESC}1By{ESC}4Dz{ESC}9Cw{ESC}1Fv{ESC}2Gu{ESC}Et"],
    "erase": [
        "stdout",
        f"abcdef{ESC}3D{ESC}K\nabcdef{ESC}3D{ESC}1K\nabc{ESC}2Kd\na\nb{ESC}A{ESC}J",
    ],
    "wide": ["stdout", "한국어 日本語ひらがなカタカナ漢字 ｱ half\r日\n中\b文"],
    "emoji": ["stdout", "👍🏽 👩‍⚕️ 👨‍👩‍👧 🇰🇷 1️⃣ ☺️ ☺ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301 x\n🚀\rab"],
    "links": [
        "stdout",
        " ".join(
            LINK.format(address, "link")
            for address in (
                "https://example.org/a b?c=<d>",
                "HTTP://EXAMPLE.org:80",
                "mailto:a@example.org",
                "javascript:alert(1)",
                "//example.org",
                "file:///etc/passwd",
            )
        ),
    ],
    "coloured link": ["stdout", f"{ESC}31ma{LINK.format('https://example.org', f'{ESC}1mb')}c"],
    "controls": ["stdout", "a\x00b\x07c\x7fd\x85e\x9bf\x0bg\x0ch\r\ni"],
    "a long line": ["stdout", f"{'x' * 5000}\n{ESC}32m{'y' * 4100}{ESC}0m\nend"],
    "plain text": {"text/plain": f"Plain {ESC}35mtext{ESC}0m & more"},
    "an error": {
        "output_type": "error",
        "ename": "ValueError",
        "evalue": "bad <value>",
        "traceback": [f"{ESC}0;31mTraceback{ESC}0m", "  File <x>"],
    },
    "an error with all in its traceback": {
        "output_type": "error",
        "ename": "KeyError",
        "evalue": "'a'",
        "traceback": ["Traceback …", "KeyError: 'a'"],
    },
    "exceptions": {"exceptions": [["ZeroDivisionError", ["division by zero", 1.5], False, None]]},
    "logs": [
        ["log", ["warning", "12:00", "root", "careful"]],
        ["log", ["ERROR", 1.5, "", "bad"]],
        ["log", "only text"],
        ["log", ["critical", "", "a.b", 3]],
        ["log", ["info", "9 pm", "stream", "a name that ends in m"]],
    ],
    "images": [
        {"data": {"image/png": PNG}, "metadata": {"image/png": {"width": 20, "height": "10.7"}}},
        {"data": {"image/png": f" {PNG}\n"}, "metadata": {"alt": 'A "plot" & <more>', "width": -1}},
        ["image/png", f"data:image/png;base64,{PNG}"],
        ["image/svg+xml", '<svg width="9" height="9"><rect width="9" height="9"/></svg>'],
        [
            "image/svg+xml",
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g>(é!*)</g></svg>',
        ],
    ],
    "unknown types": [["x/unknown", {"a": [1, 2.5, None, {}]}], ["x/text", "über <&> 😀"]],
    "malformed items": [5, {}, ["stdout", 5], ["media", "{"], {"data": {"image/png": 4}}],
    "updates": [
        {
            "output_type": "display_data",
            "data": {"text/plain": "1"},
            "transient": {"display_id": "d"},
        },
        ["stdout", "between"],
        {
            "output_type": "update_display_data",
            "data": {"text/plain": "2"},
            "transient": {"display_id": "d"},
        },
        {
            "output_type": "update_display_data",
            "data": {"text/plain": "nobody's"},
            "transient": {"display_id": "e"},
        },
    ],
    "cleared": [["stdout", "gone"], {"output_type": "clear_output"}, ["stdout", "left"]],
    "cleared later": [
        ["stdout", "gone"],
        {"output_type": "clear_output", "wait": True},
        ["stderr", "left"],
    ],
    "a result": {
        "status": "finished",
        "console": [["stdout", "a"], ["stderr", "b"], ["media", ["image/png", PNG]]],
    },
    "sound": {"data": {"audio/wav": WAV}, "metadata": {"title": 'A "beep"', "width": 200}},
}

#: Text, tables and links are the same; sanitisers differ.
SEEN: dict[str, Any] = {
    "pandas": '<style scoped>.dataframe td{color:red}</style><table border="1" class="dataframe">'
    '<thead><tr style="text-align: right;"><th></th><th>a</th></tr></thead>'
    "<tbody><tr><th>0</th><td>1 &lt; 2</td></tr></tbody></table><p>1 rows × 1 columns</p>",
    "links": '<a href="https://example.org/a?b=1&amp;c">a</a> <a href="#b">b</a> '
    '<a href="javascript:alert(1)">c</a> <a href=" mailto:x@y.z ">d</a> <a href="rel/e">e</a>',
    "scripts": "<p>a<script>alert(1)</script>b<iframe src=x>c</iframe><img src=x onerror=y></p>",
    "forms": "<form action=x><p>a <input value=b> <button>c</button></p></form><select><option>d</select>",
    "details": "<details><summary>a</summary><p>b</p></details><ul><li>c<li>d</ul>",
    "formula": "<p>x<math><mfrac><mn>1</mn><mi>y</mi></mfrac></math></p>",
    "drawing": '<p>before<svg width="9" height="9"><text>a</text><script>b</script></svg>after</p>',
    "odd markup": "<b>a<i>b</b>c</i><table>d<tr><td>e<td>f</table></p><td>g",
}


def vectors(inputs: dict[str, Any]) -> list[dict[str, Any]]:
    """→ name, input, normal form and elements of each."""
    return [
        {
            "name": name,
            "input": value,
            "items": to_builtins(normalize(value)),
            "html": render(value),
        }
        for name, value in inputs.items()
    ]


def main() -> None:
    seen = {name: ["text/html", html] for name, html in SEEN.items()}
    for file, inputs in (("exact.json", EXACT), ("seen.json", seen)):
        text = json.dumps(vectors(inputs), indent=1, ensure_ascii=True)
        (HERE / file).write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
