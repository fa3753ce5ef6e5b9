"""Altair's charts: their specification, since their own HTML loads scripts from elsewhere."""

import sys
from typing import Any

from .registry import Bundle, Formatter

__all__ = ["OVERRIDES"]


def _chart(chart: Any) -> Bundle | None:
    if getattr(sys.modules["altair"], "renderers").active not in {"default", "mimetype"}:  # noqa: B009
        return None  # the program chose another renderer
    library = "vegalite"
    if getattr(sys.modules["altair"], "data_transformers").active == "vegafusion":  # noqa: B009
        # Only as Vega it has the data, which VegaFusion has reduced to what shows.
        library, spec = "vega", chart.to_dict(format="vega")
    else:
        spec = chart.to_dict(context={"pre_transform": False})
    version = str(spec.get("$schema", "")).rpartition("/v")[2].partition(".")[0]
    type_ = f"application/vnd.{library}.v{version if version.isdecimal() else 5}+json"
    return {type_: spec, "text/plain": "<Altair chart>"}, {}


OVERRIDES: dict[str, Formatter] = {"TopLevelMixin": _chart}
