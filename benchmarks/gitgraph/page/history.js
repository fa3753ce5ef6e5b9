// One history for all, oldest first: a main line, branches that merge into it, some by octopuses. Names of branches
// come again, as they do.
window.makeHistory = (size) => {
  const commits = [];
  const labels = new Map();
  let tips = [];
  let main;
  const seen = { live: 0 };
  for (let i = 0; i < size; i++) {
    const oid = ((i * 2654435761) >>> 0).toString(16).padStart(8, "0") + i.toString(16).padStart(32, "0");
    const turn = (i * 7 + 1) % 11;
    let parents;
    let branch = "main";
    if (!main || turn < 5) {
      parents = main ? [main] : [];
      if (turn < 2 && tips.length) {
        const count = i % 7 === 0 ? 3 : 1;
        parents.push(...tips.slice(0, count).map((tip) => tip.oid));
        tips = tips.slice(count);
      }
      main = oid;
    } else if (turn < 7 || !tips.length) {
      branch = `topic-${seen.live++ % 6}`;
      parents = [main];
      tips.push({ oid, branch });
    } else {
      const tip = tips[i % tips.length];
      parents = [tip.oid];
      branch = tip.branch;
      tip.oid = oid;
    }
    labels.set(oid, branch);
    commits.push({
      oid,
      parent_ids: parents,
      author: `Author ${i % 23}`,
      email: `author${i % 23}@example.com`,
      message: `Commit number ${i}`,
      branch,
      parent_branches: parents.map((parent) => labels.get(parent)),
      time: 1_600_000_000 + i * 900,
      refs: [],
    });
  }
  for (const { oid, branch } of [...tips, { oid: main, branch: "main" }]) {
    const commit = commits.find((one) => one.oid === oid);
    commit.refs.push(`refs/heads/${branch}`);
  }
  return commits;
};
window.statedEdges = (commits) => new Set(commits.flatMap(({ oid, parent_ids }) => parent_ids.map((id) => `${oid} ${id}`)));
