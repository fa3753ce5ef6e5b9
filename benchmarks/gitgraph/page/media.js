// Backend.AI Media, from its built release.
const type = "application/vnd.sorna.gitgraph";
window.peer = {
  show: (commits, out) => BackendAI.Media.handle_all([[type, commits]], "result", out),
  whole: (out) => !!out.querySelector(".backendai-git-status")?.textContent,
  warm: (out) => BackendAI.Media.handle_all([[type, [{ oid: "warm" }]]], "warm", out).then(() => BackendAI.Media.dispose()),
  async edges(commits) {
    const { layOut, makeLayout } = await import(`${BackendAI.assetRoot}/js/gitgraph.js`);
    const made = makeLayout();
    for (const _ of layOut(commits, made));
    const oid = (row) => commits[made.places[row]].oid;
    return [...made.children].map((child, i) => `${oid(child)} ${oid(made.bottoms[made.segments[i]])}`);
  },
};
