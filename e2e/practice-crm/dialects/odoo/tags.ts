/** What contacts can be marked with. */
export const TAGS = ['Customer', 'IT', 'Reseller', 'VIP'].map((name, index) => ({ id: index + 11, name }));

/** Ids of the tags that are kept by name, with semicolons between them. */
export function tagIds(kept: string): number[] {
  const names = kept.split(';');
  return TAGS.flatMap(({ id, name }) => (names.includes(name) ? [id] : []));
}

/** `search_read` of tags by their ids. */
export function readTags(domain: unknown): { id: number; display_name: string }[] {
  const [[, , ids]] = domain as [[string, string, number[]]];
  return TAGS.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ id, display_name: name }));
}
