import { signal } from '@preact/signals';

/** The entry that is open beside the list; part of the page's address. */
export const entryId = signal<string | null>(null);
