# order: 95
# title: Git history
# about: This project's own, or a small one
from pathlib import Path

import backendai_media
from backendai_media import display, gitgraph

checkout = Path(backendai_media.__file__).parents[2]
if (checkout / ".git").exists():
    display(gitgraph.read(checkout))
else:  # installed: there is no history here, so a small one
    links = {"root": [], "idea": ["root"], "fix": ["root"], "test": ["idea"], "docs": ["root"]}
    links |= {"merge": ["fix", "test", "docs"], "release": ["merge"]}
    commits = [
        {"oid": f"{number:07x}", "parent_ids": [f"{list(links).index(one):07x}" for one in parents]}
        | {"message": name.title(), "author": "Ann", "time": 1_790_000_000 + 3600 * number}
        for number, (name, parents) in enumerate(links.items())
    ]
    display((gitgraph.TYPE, commits))
