import type { CrmRecord, Found, Lookup } from './connector.js';

/**
 * Sorts what a CRM's search brought to the look-ups that asked for it, one answer each, same order: by id, else by our
 * key, else by domain. `domainsOf` names the values of a record that may hold its domain, written as people write it.
 */
export function matchLookups(
  lookups: Lookup[],
  records: CrmRecord[],
  domainsOf: (record: CrmRecord) => unknown[],
): Found[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  const unique = [...byId.values()];
  const byKey = Map.groupBy(unique, ({ key }) => key);
  const byHost = new Map<string, CrmRecord[]>();
  for (const record of unique) {
    for (const host of new Set(domainsOf(record).map(hostOf))) {
      if (host !== null) byHost.set(host, [...(byHost.get(host) ?? []), record]);
    }
  }
  return lookups.map(({ key, crmId, domain }) => {
    const known = crmId === undefined ? undefined : byId.get(crmId);
    if (known) return { key, by: 'id', records: [known] };
    const ours = byKey.get(key);
    if (ours) return { key, by: 'key', records: ours };
    const there = domain === undefined ? undefined : byHost.get(domain);
    return there ? { key, by: 'domain', records: there } : { key, by: null, records: [] };
  });
}

/** `https://www.Acme.com/about` and `ACME.com` are both `acme.com`; null for what is no host. */
export function hostOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return null;
  const host = new URL(address).hostname.toLowerCase().replace(/^www\.|\.$/g, '');
  return host.includes('.') ? host : null;
}
