"""Interface texts in a page's language, as `browser/src/shared/translate.ts` looks them up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any, TypeAlias

from ..errors import BackendAIMediaError
from .languages import LANGUAGES, MessageId
from .languages.en import MESSAGES as ENGLISH
from .plurals import category

__all__ = ["MessageForms", "Messages", "Translator"]

#: A text, or one for each plural category that the language has; `{…}` is filled in.
MessageForms: TypeAlias = str | Mapping[str, str]
#: Texts by their ids. Ids that static pages do not have are ignored, as in the browser.
Messages: TypeAlias = Mapping[MessageId, MessageForms]

_TAG = re.compile("[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE)
_NAME = re.compile(r"\{(\w+)\}")
#: Between thousands, where it is not a comma.
_SEPARATORS = {"de": "."}


class Translator:
    """Returns interface texts by their ids: the page's own, or the language's, or English ones.

    `language` is a language tag such as `"ko"` or `"de-AT"`; `None`, and one that is not a tag, are
    English. Raises `BackendAIMediaError` if `language` or `messages` have another type.
    """

    def __init__(self, language: str | None = None, messages: Messages | None = None) -> None:
        if not isinstance(language, str | None):
            raise BackendAIMediaError(f"language must be a tag such as 'ko', not {language!r}")
        found = language and _TAG.fullmatch(language)
        #: The page's `lang`.
        self.language = found[0].replace("_", "-") if found else "en"
        self._code = self.language.partition("-")[0].lower()
        self._tables = [_checked(messages or {}), _shipped(self._code)]

    def __call__(self, id_: MessageId, /, **values: int | str) -> str:
        """Return a text, with the form for `n` if it has several."""
        code = self._code
        forms = next((one for table in self._tables if (one := table.get(id_))), None)
        if forms is None:
            code, forms = "en", ENGLISH[id_]
        if not isinstance(forms, str):
            n = values.get("n")
            name = category(code, n) if isinstance(n, int) else "other"
            forms = forms.get(name) or forms["other"]
        return _NAME.sub(lambda name: self._value(name, values), forms)

    def number(self, value: int) -> str:
        """Return a number with separators between thousands."""
        return f"{value:,}".replace(",", _SEPARATORS.get(self._code, ","))

    def _value(self, name: re.Match[str], values: Mapping[str, int | str]) -> str:
        value = values.get(name[1], name[0])
        return self.number(value) if isinstance(value, int) else value


def _shipped(code: str) -> Mapping[str, MessageForms]:
    if code not in LANGUAGES:
        return {}
    found: Mapping[str, MessageForms] = import_module(f".languages.{code}", __package__).MESSAGES
    return found


def _checked(messages: Any) -> Mapping[str, MessageForms]:
    if not isinstance(messages, Mapping):
        raise BackendAIMediaError("messages must be a mapping of ids to texts")
    for id_, forms in messages.items():
        texts = forms if isinstance(forms, Mapping) else {"other": forms}
        if "other" not in texts or not all(isinstance(one, str) for one in texts.values()):
            raise BackendAIMediaError(
                f"the message {id_!r} must be a text, or texts by plural category with 'other'"
            )
    return messages
