// gitgraph.js, fed as the original fed it: each commit goes on from the last one that has its branch's name.
const GitGraph = window.GitGraph;

function feed(commits, canvas, drawn) {
  const graph = new GitGraph({ canvas, template: "metro", orientation: "vertical" });
  const branches = {};
  for (const { oid, parent_ids, parent_branches, branch, author, message } of commits) {
    branches[branch] ??= branches[parent_branches[0]]?.branch(branch) ?? graph.branch(branch);
    const about = { sha1: oid, message, author };
    const [, from] = parent_branches;
    const before = branches[branch].commits.at(-1) ?? graph.commits.findLast((one) => one.branch.name === parent_branches[0]);
    if (before) drawn?.push(`${oid} ${before.sha1}`);
    if (parent_ids.length < 2) branches[branch].commit(about);
    else {
      drawn?.push(`${oid} ${branches[from].commits.at(-1).sha1}`);
      branches[from].merge(branches[branch], about);
    }
  }
}
const makeCanvas = (out) => out.appendChild(Object.assign(document.createElement("canvas"), { id: "gitGraph" }));

window.peer = {
  async show(commits, out) {
    feed(commits, makeCanvas(out));
  },
  whole: () => true,
  warm: async () => {},
  async edges(commits) {
    const drawn = [];
    feed(commits, makeCanvas(document.body), drawn);
    return drawn;
  },
};
