"""Texts of the interface in the page's language."""

from __future__ import annotations

import re
from typing import Any

import pytest

from .stage import Stage

ITEMS = [["x/unknown", "?"], ["application/geo+json", {"type": "Point", "coordinates": [8, 50]}]]


def shown(stage: Stage, **options: Any) -> str:
    stage.handle_all(ITEMS, **options)
    stage.wait("() => document.querySelector('.backendai-notice a')")
    return str(stage.js("() => document.querySelector('.backendai-notice').textContent"))


@pytest.mark.parametrize(
    ("lang", "options", "notice", "chunks"),
    [
        ("", {}, "No renderer for this type Download", []),
        ("ko-KR", {}, "이 형식을 표시할 수 없습니다 다운로드", ["messages-ko"]),
        (
            "ko",
            {"language": "de"},
            "Keine Darstellung für diesen Typ Herunterladen",
            ["messages-de"],
        ),
        (
            "ja",
            {"messages": {"download": "保存する"}},
            "この形式は表示できません 保存する",
            ["messages-ja"],
        ),
        ("xx", {"messages": {"download": "Xx"}}, "No renderer for this type Xx", []),
    ],
    ids=["English", "the page's", "the option's", "one of its own", "not shipped"],
)
def test_language(
    stage: Stage, lang: str, options: dict[str, Any], notice: str, chunks: list[str]
) -> None:
    stage.open()
    stage.js("lang => (document.documentElement.lang = lang)", lang)
    assert " ".join(shown(stage, **options).split()) == f"x/unknown {notice}"
    assert re.findall(r"/(messages-\w+)\.js", " ".join(stage.assets.requests)) == chunks


def test_the_language_of_the_element_around_it(stage: Stage) -> None:
    stage.open()
    stage.js(
        "() => { document.documentElement.lang = 'de'; document.querySelector('#out').lang = 'ja'; }"
    )
    assert "ダウンロード" in shown(stage)


def test_a_language_that_does_not_come_leaves_english(stage: Stage) -> None:
    stage.open()
    stage.js("""() => {
      document.documentElement.lang = "ko";
      const { append } = document.head;
      document.head.append = (...nodes) => {
        for (const node of nodes) if (node.src?.includes("/messages-")) node.src = "about:blank";
        append.apply(document.head, nodes);
      };
    }""")
    assert "Download" in shown(stage)
