import { type Roots, withShadowRoots } from './shadow-roots';
import type { Anchor } from './site';

/**
 * The first visible element of the first selector that has one. Pages built as one keep records that were left, hidden;
 * where the browser cannot tell (jsdom, old engines) all count as visible.
 */
export function visible(page: ParentNode | Roots, selectors: readonly string[]): Element | null {
  const roots = 'querySelectorAll' in page ? [page] : page;
  for (const selector of selectors) {
    for (const root of roots) {
      for (const element of root.querySelectorAll(selector)) {
        if (isVisible(element)) return element;
      }
    }
  }
  return null;
}

function isVisible(element: Element): boolean {
  if (element.checkVisibility?.() ?? true) return true;
  // A slot has no box of its own; it is seen where what it stands in is.
  if (getComputedStyle(element).display !== 'contents') return false;
  const around = parentOf(element);
  return around !== null && isVisible(around);
}

/** The element another one stands in, also where that is over the edge of a shadow root. */
export function parentOf(element: Element): Element | null {
  return element.parentElement ?? (element.getRootNode() as Partial<ShadowRoot>).host ?? null;
}

/** The place of the first of several that is on the page, tried in order. */
export function place(
  page: ParentNode | Roots,
  places: readonly [selector: string, place: Anchor['place']][],
): Anchor | null {
  for (const [selector, where] of places) {
    const element = visible(page, [selector]);
    if (element) return { element, place: where };
  }
  return null;
}

/** What an element says: the value of a field one can type in, else its text, in one line; null where it says nothing. */
export function textOf(element: Element | null): string | null {
  if (!element) return null;
  const field = element.matches('input, textarea') ? element : element.querySelector('input, textarea');
  const text = field ? (field as HTMLInputElement | HTMLTextAreaElement).value : wordsOf(element);
  return text?.replace(/\s+/g, ' ').trim().slice(0, 300) || null;
}

/** An element's own text, or where it has none that of the shadow roots in it. */
function wordsOf(element: Element): string {
  if (element.textContent.trim()) return element.textContent;
  const [, ...roots] = withShadowRoots(element);
  const parts = roots.flatMap(({ childNodes }) => [...childNodes].filter(({ nodeName }) => nodeName !== 'STYLE'));
  return parts.map(({ textContent }) => textContent ?? '').join(' ');
}

/** The address in a field: that of its link, else what is typed or written there. */
export function addressOf(element: Element | null): string | null {
  const link = element?.matches('a[href]')
    ? element
    : element &&
      withShadowRoots(element)
        .map((root) => root.querySelector('a[href]'))
        .find(Boolean);
  const href = link?.getAttribute('href') ?? '';
  return /^https?:\/\//i.test(href) ? href.slice(0, 2000) : textOf(element);
}

/** Whether a host name is a domain or within it: `a.example.com` is within `example.com`, `badexample.com` is not. */
export function isWithin(hostname: string, domain: string): boolean {
  return hostname === domain || hostname.endsWith(`.${domain}`);
}
