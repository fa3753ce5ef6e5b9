"""Plural categories of whole numbers by language, as browsers have them in `Intl.PluralRules`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

__all__ = ["category"]

_Rules = Mapping[str, Callable[[int], bool]]


def _is_one(n: int) -> bool:
    return n == 1


def _is_two(n: int) -> bool:
    return n == 2


def _ends_in_one(n: int) -> bool:
    return n % 10 == 1 and n % 100 != 11


def _ends_in_few(n: int) -> bool:
    return n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14}


def _is_millions(n: int) -> bool:
    return n > 0 and n % 1_000_000 == 0


def _is_any(n: int) -> bool:  # noqa: ARG001 - as all rules
    return True


#: Languages → their categories besides `other`, in the order in which they are tried (CLDR).
_RULES: dict[str, _Rules] = {
    "bm bo dz hnj id ig ii ja jbo jv kde kea km ko lkt lo ms my nqo osa sah ses sg su th to tpi "
    "vi wo yo yue zh": {},
    "ak am as bho bn csw doi fa ff gu guw hi hy kab kn kok ln mg nso pa pcm si ti wa zu": {
        "one": lambda n: n < 2
    },
    "fr pt": {"one": lambda n: n < 2, "many": _is_millions},
    "ca es it lld scn vec": {"one": _is_one, "many": _is_millions},
    "he iu naq sat se sma smi smj smn sms": {"one": _is_one, "two": _is_two},
    "bs hr sr": {"one": _ends_in_one, "few": _ends_in_few},
    "be ru uk": {"one": _ends_in_one, "few": _ends_in_few, "many": _is_any},
    "pl": {"one": _is_one, "few": _ends_in_few, "many": _is_any},
    "cs sk": {"one": _is_one, "few": lambda n: n in {2, 3, 4}},
    "is mk": {"one": _ends_in_one},
    "ro": {"one": _is_one, "few": lambda n: n == 0 or 0 < n % 100 < 20},
    "lt": {
        "one": _ends_in_one,
        "few": lambda n: n % 10 > 1 and not 10 < n % 100 < 20,
    },
    "lv prg": {
        "zero": lambda n: n % 10 == 0 or 10 < n % 100 < 20,
        "one": _ends_in_one,
    },
    "dsb hsb sl": {
        "one": lambda n: n % 100 == 1,
        "two": lambda n: n % 100 == 2,
        "few": lambda n: n % 100 in {3, 4},
    },
    "ar ars": {
        "zero": lambda n: n == 0,
        "one": _is_one,
        "two": _is_two,
        "few": lambda n: 2 < n % 100 < 11,
        "many": lambda n: n % 100 > 10,
    },
    "ceb fil tl": {"one": lambda n: n in {1, 2, 3} or n % 10 not in {4, 6, 9}},
    "blo cv ksh lag": {"zero": lambda n: n == 0, "one": _is_one},
    "cy": {
        "zero": lambda n: n == 0,
        "one": _is_one,
        "two": _is_two,
        "few": lambda n: n == 3,
        "many": lambda n: n == 6,
    },
    "ga": {
        "one": _is_one,
        "two": _is_two,
        "few": lambda n: 2 < n < 7,
        "many": lambda n: 6 < n < 11,
    },
    "gd": {
        "one": lambda n: n in {1, 11},
        "two": lambda n: n in {2, 12},
        "few": lambda n: 2 < n < 20,
    },
    "mt": {
        "one": _is_one,
        "two": _is_two,
        "few": lambda n: n == 0 or 2 < n % 100 < 11,
        "many": lambda n: 10 < n % 100 < 20,
    },
    "shi": {"one": lambda n: n < 2, "few": lambda n: n < 11},
    "tzm": {"one": lambda n: n < 2 or 10 < n < 100},
}
_DEFAULT: _Rules = {"one": _is_one}
_BY_LANGUAGE = {code: rules for codes, rules in _RULES.items() for code in codes.split()}


def category(language: str, n: int) -> str:
    """Return the category of `n`, at least 0; a language that is not listed has English's rule."""
    rules = _BY_LANGUAGE.get(language, _DEFAULT)
    return next((name for name, holds in rules.items() if holds(n)), "other")
