import { signal } from '@preact/signals';

/** Whether the list of shortcuts is shown. */
export const isHelpOpen = signal(false);

interface Hooks {
  /** Closes what lies on top; false where there was nothing to close. */
  close(): boolean;
}

/** Listens to the keys that work everywhere on a page, until the answered function is called. */
export function listenToKeys({ close }: Hooks): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOpen = document.querySelector('dialog[open]') !== null;
    if (event.key === 'Escape') {
      // An open dialog closes by itself; the popup must not close with it.
      if (isOpen || !close()) return;
    } else if (isOpen) return;
    else if (event.key === 'ArrowDown' && isBeforeList(event.target)) focusList();
    else if (isTyping(event.target)) return;
    else if (event.key === '/') focusSearch();
    else if (event.key === '?') isHelpOpen.value = true;
    else return;
    event.preventDefault();
  };
  addEventListener('keydown', listener);
  return () => removeEventListener('keydown', listener);
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox]), select, textarea');
/** Down leads into the list from the search above it, and from nowhere. */
const isBeforeList = (target: EventTarget | null) =>
  target === document.body || (target instanceof HTMLElement && target.matches('[data-search]'));
const focusSearch = () => document.querySelector<HTMLInputElement>('[data-search]')?.select();
const focusList = () => document.querySelector<HTMLElement>('[data-row][tabindex="0"]')?.focus();
