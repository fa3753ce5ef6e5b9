/**
 * Shows the results that a page carries as data, each after its element:
 * `<script type="application/json" data-backendai-result="id">…</script>`, there now or added later.
 * A script of its own, beside the entry. It goes by the attribute: other scripts may rewrite types.
 */

const ISLANDS = "script[data-backendai-result]";
const seen = new WeakSet<Element>();

function show(island: HTMLScriptElement): void {
  if (seen.has(island)) return;
  seen.add(island);
  const container = document.createElement("div");
  island.after(container);
  let value: unknown = island.text;
  try {
    value = JSON.parse(island.text);
  } catch {
    // What is no JSON is shown as malformed.
  }
  void window.BackendAI?.Media?.handle_all(value, island.dataset["backendaiResult"] ?? "", container);
}

const showAll = (root: ParentNode): void => root.querySelectorAll<HTMLScriptElement>(ISLANDS).forEach(show);

showAll(document);
new MutationObserver((changes) => {
  for (const node of changes.flatMap((change) => [...change.addedNodes])) {
    if (!(node instanceof Element)) continue;
    if (node.matches(ISLANDS)) show(node as HTMLScriptElement);
    else showAll(node);
  }
}).observe(document, { childList: true, subtree: true });
