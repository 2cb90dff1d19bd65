/**
 * The host in a domain, address or website as people type them: lower case, without `www.`, port and path; null where
 * there is none.
 */
export function hostOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const host = value
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[/?#:].*$/, '')
    .replace(/\.$/, '')
    .replace(/^www\./, '');
  return host === '' ? null : host;
}
