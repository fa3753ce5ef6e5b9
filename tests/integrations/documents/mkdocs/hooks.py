"""Notebooks and results in pages."""

from backendai_media.mkdocs import *  # noqa: F403
