/**
 * Shows the results that a page carries as data, each after its element:
 * `<script type="application/json" data-backendai-result="id">…</script>`, there now or added later.
 * Static markup of the result, in an element `[data-backendai-static]` after it, shows until the result is rendered, and
 * stays if a part fails. A script next to the entry. It finds data by the attribute: other scripts may rewrite types.
 * Static markup that a script has put in, without the data, is shown as well (`shared/late.ts`).
 */

import { adoptLate } from "./shared/late.ts";

const ISLANDS = "script[data-backendai-result]";
const seen = new WeakSet<Element>();

function show(island: HTMLScriptElement): void {
  if (seen.has(island)) return;
  seen.add(island);
  const next = island.nextElementSibling as HTMLElement | null;
  const still = next?.dataset["backendaiStatic"] === undefined ? null : next;
  const container = still ?? document.createElement("div");
  const picture = still?.firstElementChild;
  if (!still) island.after(container);
  let value: unknown = island.text;
  try {
    value = JSON.parse(island.text);
  } catch {
    // Invalid JSON is shown as malformed.
  }
  const id = island.dataset["backendaiResult"] ?? "";
  const media = window.BackendAI?.Media;
  const done = media?.handle_all(value, id, container);
  if (!done || !picture) return;
  // Laid out as wide as it will be, but not seen.
  const live = container.lastElementChild as HTMLElement;
  live.style.cssText = "block-size: 0; overflow: hidden";
  void done.then(({ failed }) => {
    if (failed[0]) return media?.dispose(id, container);
    picture.remove();
    live.removeAttribute("style");
  });
}

/** Shows what is in an element, and it itself. */
function showIn(root: Element): void {
  const media = window.BackendAI?.Media;
  if (root.matches(ISLANDS)) show(root as HTMLScriptElement);
  root.querySelectorAll<HTMLScriptElement>(ISLANDS).forEach(show);
  if (media) adoptLate(root, media);
}

showIn(document.documentElement);
new MutationObserver((changes) => {
  for (const node of changes.flatMap((change) => [...change.addedNodes])) if (node instanceof Element) showIn(node);
}).observe(document, { childList: true, subtree: true });
