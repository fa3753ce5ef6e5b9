// Stands for what consent managers and "script optimisers" do to a page: before it runs, every inline script gets
// another type, whatever it was.
new MutationObserver((changes) => {
  for (const node of changes.flatMap((change) => [...change.addedNodes]))
    if (node.localName === "script" && !node.src) node.type = "text/held-back";
}).observe(document, { childList: true, subtree: true });
