import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';

/** A pause in typing after which the search is made. */
const PAUSE_MS = 200;

/** Searches company names and domains, a moment after the typing stops. */
export function SearchField({ value, onSearch }: { value: string; onSearch(q: string): void }) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // The field is the person's while they type in it; from outside it changes when filters are cleared.
  useEffect(() => {
    if (input.current && input.current.value.trim() !== value) input.current.value = value;
  }, [value]);
  const search = (q: string, pauseMs: number) => {
    clearTimeout(timer.current);
    if (pauseMs) timer.current = setTimeout(onSearch, pauseMs, q);
    else if (q !== value) onSearch(q);
  };
  return (
    <label class="search">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        data-search
        defaultValue={value}
        placeholder={i18n.t('search.placeholder')}
        aria-label={i18n.t('search.placeholder')}
        aria-keyshortcuts="/"
        // An emptied field is finished: the whole list comes back at once. So is one that is left.
        onInput={({ currentTarget }) => search(currentTarget.value.trim(), currentTarget.value.trim() ? PAUSE_MS : 0)}
        onChange={({ currentTarget }) => search(currentTarget.value.trim(), 0)}
      />
    </label>
  );
}
