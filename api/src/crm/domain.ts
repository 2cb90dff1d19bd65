import { getDomain } from 'tldts';
import { hostOf } from './match-lookups.js';

/**
 * Whether a website is a company's own: on its domain, or on a part of it, such as a shop or a country's pages. `domain` is
 * bare, as in `Lookup`. What stands on a host that many share (`acme.github.io`) is a domain of its own.
 */
export function isOnDomain(website: unknown, domain: string): boolean {
  const host = hostOf(website);
  if (host === null) return false;
  const wanted = hostOf(domain) ?? domain.toLowerCase();
  return host === wanted || getDomain(host, { allowPrivateDomains: true }) === wanted;
}
