import { signal } from '@preact/signals';

/** Which issue the full page is about: null while it shows the list of entries, an empty text for all issues. */
export const issuesPlace = signal<string | null>(null);

/** Reads `#issues` and `#issues/<id>`. */
export function readIssuesPlace(hash: string): string | null {
  return /^#issues(?:\/([\w-]*))?$/.exec(hash)?.slice(1).join('') ?? null;
}

/** Writes a place as the end of an address. */
export function writeIssuesPlace(place: string | null): string {
  if (place === null) return '';
  return place ? `#issues/${place}` : '#issues';
}
