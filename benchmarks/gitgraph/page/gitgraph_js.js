// @gitgraph/js: an import of what git2json would give.
import { createGitgraph } from "@gitgraph/js";
import { GitgraphCore } from "@gitgraph/core";

const converted = (commits) =>
  commits.toReversed().map(({ oid, parent_ids, author, email, message, time, refs }) => ({
    refs: refs.map((ref) => ref.replace("refs/heads/", "")),
    hash: oid,
    hashAbbrev: oid.slice(0, 7),
    tree: "",
    treeAbbrev: "",
    parents: parent_ids,
    parentsAbbrev: parent_ids.map((id) => id.slice(0, 7)),
    author: { name: author, email, timestamp: time * 1000 },
    committer: { name: author, email, timestamp: time * 1000 },
    subject: message,
    body: "",
    notes: "",
    stats: [],
  }));

window.peer = {
  async show(commits, out) {
    createGitgraph(out).import(converted(commits));
    while (!out.querySelector("svg g")) await window.pause();
  },
  whole: () => true,
  warm: async () => {},
  // Where its lines pass from one commit's place to another's.
  async edges(commits) {
    const core = new GitgraphCore();
    core.getUserApi().import(converted(commits));
    const { commits: placed, branchesPaths } = core.getRenderedData();
    const at = new Map(placed.map(({ hash, x, y }) => [`${x} ${y}`, hash]));
    const drawn = [];
    for (const paths of branchesPaths.values())
      for (const path of paths) {
        const passed = path.map(({ x, y }) => at.get(`${x} ${y}`)).filter(Boolean);
        passed.sort((a, b) => placed.findIndex((c) => c.hash === a) - placed.findIndex((c) => c.hash === b));
        for (let i = 1; i < passed.length; i++) drawn.push(`${passed[i - 1]} ${passed[i]}`, `${passed[i]} ${passed[i - 1]}`);
      }
    return drawn;
  },
};
