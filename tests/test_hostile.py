"""The payloads for what is new on the web: they are many, all different, and of every kind."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.hostile import HOSTILE, PAYLOADS

NEW = HOSTILE["hostile_new_platform"]
#: What a payload tries, unless its lesson says that it tries to cover or to change the page.
ATTEMPT = re.compile(r"alert\(1\)|javascript:|https://evil\.example/|/own-")


def without_addresses(html: str) -> str:
    """Each payload asks for an address of its own, by which a request tells whose it is."""
    return re.sub(r"evil\.example/\d+[a-z]?", "", html)


def test_they_are_many_and_different() -> None:
    assert len(NEW) >= 500
    times = Counter(without_addresses(it["html"]) for it in PAYLOADS)
    assert [html for html, count in times.items() if count > 1] == []
    assert max(Counter(it["name"] for it in PAYLOADS).values()) == 1
    assert max(len(it["html"]) for it in NEW) < 1000


def test_each_tries_something() -> None:
    plain = [it for it in NEW if "lesson" not in it]
    assert [it["name"] for it in plain if not ATTEMPT.search(it["html"])] == []
    overlays = [it for it in NEW if it.get("lesson") == "overlay"]
    assert len(overlays) > 50
    assert [it["name"] for it in overlays if "lime" not in it["html"]] == []


def test_no_group_is_empty() -> None:
    groups = Counter(it["name"].partition(": ")[0] for it in NEW)
    assert all(": " in it["name"] for it in NEW)
    assert len(groups) > 40
    assert min(groups.values()) >= 10


@pytest.mark.parametrize(
    "words",
    [
        "command commandfor interestfor oncommand oninterest onloseinterest closedby",
        "popover=auto popover=hint popover=manual onbeforetoggle popovertarget closedby=any",
        "hidden=until-found onbeforematch details-content details name=",
        "anchor-name position-anchor position-area position-visibility @position-try anchor-size(",
        "shadowrootmode shadowrootserializable shadowrootclonable shadowrootdelegatesfocus",
        "shadowrootreferencetarget shadowrootcustomelementregistry shadowrootadoptedstylesheets",
        "selectedcontent base-select ::picker ::checkmark ::picker-icon",
        "<permission <geolocation <usermedia <fencedframe <portal <model <search",
        "headingoffset writingsuggestions blocking=render fetchpriority attributionsrc ping=",
        "elementtiming sharedstoragewritable browsingtopics adauctionheaders credentialless nonce=",
        "speculationrules importmap modulepreload integrity",
        "@view-transition view-transition-class match-element view-transition-name",
        "animation-timeline scroll-timeline view-timeline timeline-scope animation-range",
        "::scroll-button ::scroll-marker scroll-marker-group ::column scroll-state(",
        "if( @function sibling-index( sibling-count( attr( image-set( src( @property type(<url>)",
        "overlay:auto reading-flow interactivity interpolate-size field-sizing corner-shape",
        "onscrollsnapchange onscrollsnapchanging oncontentvisibilityautostatechange",
        "onpagereveal onpageswap text-box moveBefore <?marker <?start intent= xml:base xlink:href",
    ],
)
def test_all_that_is_new_is_there(words: str) -> None:
    text = re.sub(r": +", ":", "\n".join(it["html"] for it in NEW)).lower()
    assert [word for word in words.lower().split() if word not in text] == []
