/** So many elements are looked at for shadow roots, and no more: a page's size must not become ours to pay for. */
const MOST_ELEMENTS = 20_000;

/** A page, or an element, and the open shadow roots in it. */
export type Roots = readonly (ParentNode & Node)[];

/** What was searched in this task: within one, a page looks the same to everything that reads it. */
const searched = new Map<Node, Roots>();

/**
 * A page, or an element, and the open shadow roots in it, the outer before the inner, as far as the bound allows. Selectors
 * do not see into them, and neither do observers of the page.
 */
export function withShadowRoots(start: ParentNode & Node): Roots {
  const known = searched.get(start);
  if (known) return known;
  if (searched.size === 0) queueMicrotask(() => searched.clear());
  const roots: (ParentNode & Node)[] = [start];
  const take = (node: Node) => {
    const { shadowRoot } = node as Partial<Element>;
    if (shadowRoot) roots.push(shadowRoot);
  };
  take(start);
  let left = MOST_ELEMENTS;
  // What is found on the way is searched as well.
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    while (left > 0 && walker.nextNode()) {
      left -= 1;
      take(walker.currentNode);
    }
  }
  searched.set(start, roots);
  return roots;
}
