"""Converts one file to one page."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..assets import csp_directives, result_tag, script_tags
from ..errors import BackendAIMediaError, ItemError
from .api import new_context, result_element
from .local_pictures import LocalPictures
from .notebooks import body, is_notebook, parsed
from .other_pages import OtherPages
from .standalone import page

__all__ = ["STANDARD", "Settings", "write_page"]

#: Standard input or output.
STANDARD = Path("-")
_ENCODED_CHARACTERS = 1_000_000
#: Images that may be written next to a page. Scripts in an SVG would run when it is opened.
_SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/bmp": ".bmp",
}


@dataclass(frozen=True)
class Settings:
    """Options of the conversion."""

    theme: str | None = None
    #: Hosts that HTML may load images from.
    hosts: tuple[str, ...] = ()
    #: Directory for images; `None`: they are embedded.
    images: Path | None = None
    #: URL of a release whose script makes the page interactive; `None`: no scripts.
    asset_root: str | None = None
    #: Language of interface texts; `None`: English.
    language: str | None = None
    #: What is written: `"html"`, `"eml"` (a mail) or `"pdf"`.
    form: str = "html"
    #: The browser that prints; `None`: one that is installed.
    browser: str | None = None
    #: Whether pictures beside notebooks are embedded.
    standalone: bool = False
    #: Processor time and memory of a file, in seconds and MiB; 0: no limit.
    seconds: float = 0
    megabytes: int = 0
    #: The page of each notebook (`known_by`) that is converted.
    pages: Mapping[str, Path] = field(default_factory=dict)


def write_page(source: Path, target: Path, settings: Settings) -> list[str]:
    """Write the contents of `source` as a page; return what it lacks.

    Raises `BackendAIMediaError` if that fails.
    """
    pieces, missing = _content(_value(source), source, target, settings)
    try:
        if target == STANDARD:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                file.writelines(pieces)
    except OSError as error:
        raise BackendAIMediaError(f"{target} cannot be written: {error.strerror}") from error
    return [f"{source}: {name} {why}" for name, why in missing.items()]


def _value(source: Path) -> Any:
    try:
        return parsed(sys.stdin.buffer.read() if source == STANDARD else source.read_bytes())
    except OSError as error:
        raise BackendAIMediaError(f"{source} cannot be read: {error.strerror}") from error
    except ItemError as error:
        raise BackendAIMediaError(f"{source} is {error.reason}") from None


def _content(
    value: Any, source: Path, target: Path, settings: Settings
) -> tuple[Iterable[bytes], dict[str, str]]:
    """Return the pieces of what is written, and the pictures that it lacks, with the reasons."""
    folder = Path.cwd() if source == STANDARD else source.parent
    if settings.form == "html":
        pictures = LocalPictures(folder if settings.standalone else None)
        is_cells = is_notebook(value) or source.suffix == ".ipynb"
        page = _page(value, source, target, settings, pictures if is_cells else None)
        return _encoded(page), pictures.missing
    hosts, language, title = settings.hosts, settings.language, _title(source)
    if settings.form == "pdf":
        from .pdf import render_pdf

        printed = render_pdf(
            value,
            browser=settings.browser,
            hosts=hosts,
            title=title or None,
            language=language,
            folder=folder,
        )
        return [printed], {}
    from .mail import render_mail

    theme = settings.theme or "light"
    subject = title or None
    mail = render_mail(
        value, subject=subject, theme=theme, hosts=hosts, language=language, folder=folder
    )
    # Outlook opens it as a mail to be sent.
    mail["X-Unsent"] = "1"
    return [mail.as_bytes()], {}


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    """Yield UTF-8, in pieces that take little memory."""
    for piece in pieces:
        for start in range(0, len(piece), _ENCODED_CHARACTERS):
            yield piece[start : start + _ENCODED_CHARACTERS].encode()


def _title(source: Path) -> str:
    return "" if source == STANDARD else source.stem


def _page(
    value: Any, source: Path, target: Path, settings: Settings, pictures: LocalPictures | None
) -> Iterator[str]:
    """Return the pieces of a page with a notebook, with `pictures`, or with another result."""
    save = _image_saver(settings.images, target) if settings.images else None
    context = new_context(hosts=settings.hosts, save=save, language=settings.language)
    if pictures:
        context.pages = OtherPages(source, target, settings.pages)
        context.anchors.are_public = len(settings.pages) > 1
    scripts, policy = "", None
    if settings.asset_root:
        context.island = _island
        scripts = script_tags(settings.asset_root, sri=False, islands=True)
        policy = csp_directives(settings.asset_root)
    theme = settings.theme
    made = (
        body(value, context, theme=theme, pictures=pictures)
        if pictures
        else result_element(value, "result", context, theme=theme)
    )
    image_sources = ["'self'", "file:"] if save or (pictures and pictures.are_kept) else []
    return page(
        made,
        context,
        title=_title(source) or context.translate("output"),
        theme=theme,
        pictures=image_sources,
        scripts=scripts,
        policy=policy,
    )


def _island(items: Any, name: str, made: str) -> str:
    return result_tag(items, name, static=made)


def _image_saver(directory: Path, target: Path) -> Callable[[bytes, str], str | None]:
    """Return a function that saves images in a directory, named by their digests."""
    home = Path.cwd() if target == STANDARD else target.parent

    def save(content: bytes, type_: str) -> str | None:
        suffix = _SUFFIXES.get(type_)
        if not suffix:
            return None
        name = hashlib.sha256(content).hexdigest()[:20] + suffix
        path = directory / name
        if not path.exists():
            directory.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return Path(os.path.relpath(path, home)).as_posix()

    return save
