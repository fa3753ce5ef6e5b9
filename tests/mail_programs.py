"""What mail programs leave of a mail: the table of `spec/mail.json`, applied."""

from __future__ import annotations

import json
import re
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

CLIENTS = ("gmail", "outlook-word", "outlook-new", "apple-mail")
#: What may be lost: without it, Word leaves long lines of text that keeps its spaces long.
HARMLESS = {("pre", "white-space")}


@cache
def table() -> Any:
    return json.loads((Path(__file__).parents[1] / "spec/mail.json").read_bytes())


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def pictures(mail: EmailMessage) -> dict[str, tuple[str, bytes]]:
    """→ type and bytes of the pictures, by their ids."""
    return {
        part["Content-ID"].strip("<>"): (part.get_content_type(), part.get_content())
        for part in mail.walk()
        if part["Content-ID"]
    }


def filtered(html: str, client: str) -> tuple[str, list[tuple[str, str]]]:
    """→ what a program shows, and the element and name of all that it drops."""
    facts = table()
    tree = LexborHTMLParser(html)
    dropped: list[tuple[str, str]] = []
    for node in tree.css("*"):
        tag = node.tag or ""
        row = facts["elements"].get(tag)
        if row and row[client] == "none":
            dropped.append((tag, "element"))
            if tag in {"style", "svg", "math", "template"}:
                node.decompose()
            else:
                node.unwrap()
            continue
        # Kept by some, renamed by others: of no use without a style sheet.
        dropped += [(tag, name) for name in ("class", "id") if name in node.attributes]
        source = node.attributes.get("src") or ""
        if source.startswith("data:"):
            dropped.append((tag, "data"))
            del node.attrs["src"]
        given = node.attributes.get("style")
        if given:
            kept, lost = declarations(given, tag, client)
            dropped += [(tag, name) for name in lost]
            node.attrs["style"] = ";".join(kept)
    return tree.html or "", dropped


def declarations(style: str, tag: str, client: str) -> tuple[list[str], list[str]]:
    """→ the declarations that a program keeps, and the names of the others."""
    facts = table()
    kept: list[str] = []
    lost: list[str] = []
    for one in style.split(";"):
        name, _, value = one.partition(":")
        row = facts["properties"].get(name.strip(), dict.fromkeys(CLIENTS, "none"))
        where = row[client]
        is_known = where == "all" or tag in where.split()
        bad = any(
            rule[client] == "none" and re.search(pattern, value)
            for pattern, rule in facts["values"].items()
        )
        (kept if is_known and not bad else lost).append(
            one if is_known and not bad else name.strip()
        )
    return kept, lost
