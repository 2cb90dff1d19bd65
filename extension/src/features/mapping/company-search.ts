import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Company } from '@integration-queue/shared/company';
import { api } from '../session/remote-api';

/** A pause in typing after which is searched. */
const PAUSE_MS = 250;
const MOST_FOUND = 20;

/** The companies found, and what was searched for. */
interface Found {
  q: string | undefined;
  companies: Company[];
}

/** Searches our companies by name or domain: what is found is always of what was searched for last. */
export function useCompanySearch(): { found: Found; search(q: string): void } {
  const found = useSignal<Found>({ q: undefined, companies: [] });
  const wanted = useRef<{ q: string; timer: ReturnType<typeof setTimeout> } | null>(null);
  const search = (q: string) => {
    if (wanted.current?.q === q) return;
    clearTimeout(wanted.current?.timer);
    const mine = {
      q,
      timer: setTimeout(
        () =>
          void api.listCompanies({ limit: MOST_FOUND, ...(q && { q }) }).then((answer) => {
            if (wanted.current !== mine) return;
            if (answer.ok) found.value = { q, companies: answer.value.items };
            // What failed may be asked for again.
            else wanted.current = null;
          }),
        q ? PAUSE_MS : 0,
      ),
    };
    wanted.current = mine;
  };
  useEffect(() => {
    search('');
    return () => clearTimeout(wanted.current?.timer);
  }, []);
  return { found: found.value, search };
}
