# order: 36
# title: JSON
# about: A tree to fold and search
import json
from importlib.metadata import distributions

from backendai_media import Json

packages = {}
for found in distributions():
    head = found.metadata.json
    packages[head["name"]] = {
        "version": head["version"],
        "summary": head.get("summary"),
        "requires": [one.partition(";")[0].strip() for one in head.get("requires_dist", [])],
        "files": len(found.files or []),
    }
Json(json.dumps({"count": len(packages), "packages": packages}))
