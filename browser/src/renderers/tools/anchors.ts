/** Links to places within an output of HTML. The page's address is not theirs to change. */

/** Shows the place that `#fragment` names: by its id or, as older documents have it, its name. */
export function goTo(root: ShadowRoot, fragment: string): void {
  let name = fragment;
  try {
    name = decodeURIComponent(fragment);
  } catch {
    // As it stands, then.
  }
  const place = root.getElementById(name) ?? root.querySelector(`[name="${CSS.escape(name)}"]`);
  if (!place) return;
  // It may be where the output is folded.
  root.host.parentElement!.parentElement!.querySelector<HTMLElement>(":scope > .backendai-fold button")?.click();
  place.scrollIntoView();
}
