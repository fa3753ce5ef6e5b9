/**
 * Makes nodes equal to others with as few changes as it can: what is selected, focused or playing in the rest stays so. In
 * slices.
 */

const isAlike = (one: Node, other: Node): boolean => one.nodeType === other.nodeType && one.nodeName === other.nodeName;

/** Attributes that a reader changes. */
const OWN = /^open$/;

function* morphNode(old: Node, made: Node): Generator<void> {
  if (old instanceof CharacterData) {
    const { data } = made as CharacterData;
    if (data.startsWith(old.data)) {
      if (data.length > old.data.length) old.appendData(data.slice(old.data.length));
    } else old.data = data;
    return;
  }
  const [before, after] = [old as Element, made as Element];
  for (const name of before.getAttributeNames())
    if (!after.hasAttribute(name) && !OWN.test(name)) before.removeAttribute(name);
  for (const name of after.getAttributeNames()) {
    const value = after.getAttribute(name)!;
    if (before.getAttribute(name) !== value) before.setAttribute(name, value);
  }
  yield* morph(before, made, before.firstChild);
}

/** Makes the children of `parent` from `start` on (at its end: `null`) equal to those of `made`, which loses some of them. */
export function* morph(parent: Node, made: Node, start: ChildNode | null): Generator<void> {
  let old = start;
  for (const node of [...made.childNodes]) {
    const following: ChildNode | null = old?.nextSibling ?? null;
    if (old && isAlike(old, node)) yield* morphNode(old, node);
    else if (old) parent.replaceChild(node, old);
    else parent.appendChild(node);
    old = following;
    yield;
  }
  while (old) {
    const following: ChildNode | null = old.nextSibling;
    old.remove();
    old = following;
  }
}
