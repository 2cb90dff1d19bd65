import type { Roots } from '@/sites/shadow-roots';
import type { Anchor } from '@/sites/site';

/** How long an anchor is waited for before the element floats in the corner instead. */
const PATIENCE_MS = 3_000;
/** A page that changes all the time is looked at this often at most. */
const PAUSE_MS = 100;
/** After a look it is left alone for so many times as long as that took: looking costs it 5 % of its time at most. */
const REST = 20;
/** How often a browser without the Navigation API is asked for its address; a look at a string, not at the page. */
const ADDRESS_MS = 1_000;

/** The life of a content script: it ends when the extension is updated, or when a newer copy of the script starts. */
export interface Life {
  readonly signal: AbortSignal;
  readonly isInvalid: boolean;
}

export interface Mounted {
  element: HTMLElement;
  /** It was placed, here or elsewhere. */
  onPlaced(isFloating: boolean): void;
  /** The page around it may say something else now. */
  onChange(): void;
  onRemove(): void;
}

interface Options {
  /** Whose elements they are; other extensions' are left alone, also those that look alike. */
  owner: string;
  /** From the address alone: what this page is about; null keeps away from the page altogether. */
  recognise(): string | null;
  /** The page, and the shadow roots in it that hold what is looked for: an observer of the page does not see into them. */
  roots(): Roots;
  /** The place for it on the page as it is now. */
  anchor(): Anchor | null;
  /** A place that serves where no better one comes in time; null for the corner. */
  fallback(): Anchor | null;
  build(key: string): Mounted;
}

const OWNER = 'data-extension';

/**
 * Keeps exactly one element of ours on pages that are recognised, however often the page re-renders, moves or removes it,
 * or goes to another record; and none on any other. A page that is not recognised is neither read nor observed. Answers a
 * function that looks again: now where it is about something else, else as soon as the page's rest allows.
 *
 * WXT's `autoMount` does not do: it loses the element for good where the page removes it but keeps the anchor, or replaces
 * the anchor in one go.
 */
export function keepMounted(life: Life, { owner, recognise, roots, anchor, fallback, build }: Options): () => void {
  let mounted: Mounted | null = null;
  let key: string | null = null;
  let isQueued = false;
  /** Until when the page is left alone, by the clock that nobody sets. */
  let restsUntil = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let isPatienceOver = false;
  const changes = new MutationObserver(queue);
  // A panel that is hidden or shown by a class alone changes no element, but hides ours.
  const sight = new IntersectionObserver(queue);

  function drop(): void {
    sight.disconnect();
    mounted?.onRemove();
    mounted?.element.remove();
    mounted = null;
  }

  function leave(): void {
    endPatience();
    changes.disconnect();
    drop();
    key = null;
  }

  function arrive(next: string): void {
    leave();
    key = next;
  }

  function beginPatience(): void {
    patience ??= setTimeout(() => {
      isPatienceOver = true;
      queue();
    }, PATIENCE_MS);
  }

  function endPatience(): void {
    clearTimeout(patience);
    patience = undefined;
    isPatienceOver = false;
  }

  function look(): void {
    isQueued = false;
    if (life.isInvalid) return;
    const began = performance.now();
    reconcile();
    const ended = performance.now();
    restsUntil = ended + Math.max(PAUSE_MS, REST * (ended - began));
  }

  function reconcile(): void {
    const next = recognise();
    if (next === null) return key === null ? undefined : leave();
    if (next !== key) arrive(next);
    // Again for those observed already, which changes nothing.
    for (const root of roots()) changes.observe(root, { childList: true, subtree: true });
    const found = anchor();
    if (found) endPatience();
    // An anchor that goes and comes back within a render must not make the element jump to the corner and back.
    else if (!isSeen()) beginPatience();
    const kept = found ?? (isPatienceOver ? fallback() : null);
    const wanted = kept ?? (isPatienceOver ? floating() : null);
    if (!wanted) return isSeen() ? mounted?.onChange() : undefined;
    if (!mounted) {
      mounted = build(next);
      mounted.element.setAttribute(OWNER, owner);
    }
    if (!isAt(mounted.element, wanted)) {
      removeOthers(mounted.element, owner, roots());
      put(mounted.element, wanted);
      mounted.onPlaced(kept === null);
      sight.disconnect();
      sight.observe(mounted.element);
    }
    mounted.onChange();
  }

  const isSeen = () => {
    const element = mounted?.element;
    return !!element?.isConnected && (element.checkVisibility?.() ?? true);
  };

  function queue(): void {
    if (isQueued || life.isInvalid) return;
    isQueued = true;
    const wait = restsUntil - performance.now();
    // Frames are not drawn in a tab nobody sees: there this waits until it is seen.
    if (wait > 0) rest = setTimeout(() => requestAnimationFrame(look), wait);
    else requestAnimationFrame(look);
  }

  function lookAgain(): void {
    // What stands there is another record's: that must not wait.
    if (!life.isInvalid && recognise() !== key) {
      clearTimeout(rest);
      isQueued = false;
      restsUntil = 0;
    }
    queue();
  }

  watchAddress(life.signal, lookAgain);
  life.signal.addEventListener('abort', leave);
  queue();
  return lookAgain;
}

const floating = (): Anchor => ({ element: document.body, place: 'append' });

function put(element: Element, { element: anchor, place }: Anchor): void {
  if (place === 'after') shownAt(anchor).after(element);
  else inside(anchor)[place](element);
}

/** What is given to a slot is shown where that is; an element beside it without a slot would not be shown at all. */
function shownAt(anchor: Element): Element {
  return anchor.assignedSlot ? shownAt(anchor.assignedSlot) : anchor;
}

const inside = (anchor: Element): ParentNode => anchor.shadowRoot ?? anchor;

/**
 * Whether an element stands where it should. Others may stand in between: two extensions that both insist on the very next
 * place would push each other away for ever.
 */
function isAt(element: Element, { element: anchor, place }: Anchor): boolean {
  if (!element.isConnected) return false;
  if (place !== 'after') return element.parentNode === inside(anchor);
  const before = shownAt(anchor);
  const isLater = (before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  return element.parentNode === before.parentNode && isLater;
}

/** Removes what an older copy of this script left when it was ended, and copies that the page made of ours. */
function removeOthers(own: Element, owner: string, roots: Roots): void {
  for (const other of roots.flatMap((root) => [...root.querySelectorAll(`[${OWNER}]`)])) {
    if (other !== own && other.getAttribute(OWNER) === owner) other.remove();
  }
}

/** Calls `changed` when the page goes to another address, without loading a new page. */
function watchAddress(signal: AbortSignal, changed: () => void): void {
  // Not the event of WXT: that comes before the address changes.
  const { navigation } = globalThis as { navigation?: EventTarget };
  if (navigation) return navigation.addEventListener('currententrychange', changed, { signal });
  let last = location.href;
  const timer = setInterval(() => {
    if (location.href === last) return;
    last = location.href;
    changed();
  }, ADDRESS_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}
