import { domainToASCII } from 'node:url';
import { getHostname, parse } from 'tldts';
import { MAIL_HOSTS, MAIL_NAMES, PLATFORM_NAMES, PLATFORMS, SOLD_SUFFIXES } from './shared-hosts.js';

/**
 * The domain a company is recognised by, from whatever people write: a host, a web address, an e-mail address. It is the
 * registrable domain, so `www.acme.de`, `shop.acme.de:8080/cart` and `ACME.de.` are one company; international names are
 * in their ASCII form. Null where the address is no company's own: mail hosts, sites and pages on a shared host, IP
 * addresses, single labels, and endings that are no public suffix.
 *
 * The bare address of a platform (`www.facebook.com`) is that of the company named like it, and of no other; without a
 * name (a look-up) it may stand.
 */
export function companyDomain(address: string, name?: string): string | null {
  const { host, domain, label, suffix, isPrivate } = dissect(address);
  if (domain === null || label === null || suffix === null) return null;
  if (isPrivate && !SOLD_SUFFIXES.has(suffix)) return null;
  if (isMail(domain, label)) return null;
  if (!PLATFORMS.has(domain) && !PLATFORM_NAMES.has(label)) return domain;
  const isBare = host === domain && /^[^/]*(\/\/[^/]*)?\/?$/.test(address.trim());
  return isBare && (name === undefined || isNamedLike(name, label)) ? domain : null;
}

/**
 * The host an address is on, without `www.` and in its ASCII form, whoever it belongs to: a free mailer, a part of a
 * company's site. Null where there is none that could be registered: a public ending alone, an IP address, a single word.
 */
export function webHost(address: string): string | null {
  const { host, domain } = dissect(address);
  return domain === null ? null : host;
}

/** An address worth keeping as a website though it is no company's domain: a page on a platform, a host inside a network. */
export function isWebAddress(address: string): boolean {
  const { host, domain, label } = dissect(address);
  return host !== null && !address.includes('@') && !(domain !== null && label !== null && isMail(domain, label));
}

interface Parts {
  /** Without `www.`. */
  host: string | null;
  domain: string | null;
  /** The domain without its ending. */
  label: string | null;
  suffix: string | null;
  isPrivate: boolean;
}

const NOTHING: Parts = { host: null, domain: null, label: null, suffix: null, isPrivate: false };
/** RFC 2606 keeps these for documentation and tests, where they stand for real ones. */
const EXAMPLE_SUFFIXES = new Set(['example', 'test']);

function dissect(address: string): Parts {
  const written = getHostname(address.trim());
  if (!written) return NOTHING;
  const { hostname, isIp, isIcann, isPrivate, domain, domainWithoutSuffix, publicSuffix } = parse(
    domainToASCII(written),
    { allowPrivateDomains: true },
  );
  if (!hostname) return NOTHING;
  const host = hostname.replace(/^www\./, '');
  const isPublic = isIcann || isPrivate || EXAMPLE_SUFFIXES.has(publicSuffix ?? '');
  // An underscore is fine in DNS and in no domain one can register.
  if (isIp || !isPublic || domain === null || domain.includes('_')) return { ...NOTHING, host };
  return { host, domain, label: domainWithoutSuffix, suffix: publicSuffix, isPrivate: isPrivate ?? false };
}

function isMail(domain: string, label: string): boolean {
  return MAIL_HOSTS.has(domain) || MAIL_NAMES.has(label);
}

/** Whether a name is the label's, or begins with it word for word: `Facebook, Inc.` for `facebook`, not `Xerox` for `x`. */
function isNamedLike(name: string, label: string): boolean {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const wanted = label.replace(/[^\p{L}\p{N}]/gu, '');
  return words.some((_, index) => words.slice(0, index + 1).join('') === wanted);
}
