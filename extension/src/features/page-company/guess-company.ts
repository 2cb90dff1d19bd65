import { canBeDomain, hostOf, areRelated, nameLabel } from './host';
import { findOrganizations, isOrganization, type FoundOrganization } from './json-ld';
import { otherFields, textOf, type OtherFields } from './organization-fields';
import type { PageFacts } from './page-facts';
import { isStandIn, nameFromTitle, soundsLikeHost, usableSiteName } from './page-name';
import { cleanText } from './text';

/** The company a page is about, for a person to look over. What the page does not tell is empty, never made up. */
export interface CompanyGuess {
  name: string;
  /** Bare host, without `www`. */
  domain: string;
  website: string;
  others: OtherFields;
}

const STANDINGS = { subject: 2, publisher: 1, mentioned: 0 };

/** Guesses the company from the page's facts; the surest source of each value wins. */
export function guessCompany(facts: PageFacts): CompanyGuess {
  const pageHost = hostOf(facts.url);
  const isOwnHost = canBeDomain(pageHost);
  const organization = chooseOrganization(findOrganizations(facts.jsonLd), pageHost, isOwnHost);
  const node = organization?.node ?? {};
  const ownUrl = textOf(node['url']);
  const domain = isOwnHost ? pageHost : canBeDomain(hostOf(ownUrl)) ? hostOf(ownUrl) : '';
  return {
    name: textOf(node['legalName']) || textOf(node['name']) || nameWithoutJsonLd(facts, pageHost, isOwnHost),
    domain,
    website: isOwnHost ? new URL(facts.url).origin : domain && ownUrl,
    others: otherFields(node),
  };
}

/**
 * The organisation that is the company of the page. On a company's own host it must be of that host, or say of no other;
 * elsewhere (a directory, a profile) the page's subject is.
 */
function chooseOrganization(
  found: FoundOrganization[],
  pageHost: string,
  isOwnHost: boolean,
): FoundOrganization | undefined {
  const ranked = found
    .filter(({ node }) => textOf(node['name']) || textOf(node['legalName']))
    .map((one, order) => ({ ...one, order, rank: rankOf(one, pageHost, isOwnHost) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.order - b.order);
  const [best, second] = ranked;
  // Equal ones without a word about the host are a list of companies: which of them it is cannot be known.
  const isList = best && second && best.rank === second.rank && best.rank < 10 && differ(best, second);
  return isList ? ranked.find(({ node }) => soundsLikeHost(textOf(node['name']), pageHost)) : best;
}

function rankOf({ node, standing }: FoundOrganization, pageHost: string, isOwnHost: boolean): number {
  const host = hostOf(textOf(node['url'])) || hostOf(textOf(node['@id']));
  if (!host) return standing === 'mentioned' ? 0 : 1 + STANDINGS[standing];
  if (!isOwnHost) return standing === 'subject' && host !== pageHost ? 12 : 0;
  if (host === pageHost) return 30 + STANDINGS[standing];
  return areRelated(host, pageHost) ? 20 + STANDINGS[standing] : 0;
}

const differ = (a: FoundOrganization, b: FoundOrganization) => textOf(a.node['name']) !== textOf(b.node['name']);

function nameWithoutJsonLd(facts: PageFacts, pageHost: string, isOwnHost: boolean): string {
  const microdata = facts.microdata.find(({ type, name, url }) => {
    const host = hostOf(url ?? '');
    return isOrganization(type) && name && (!host || !isOwnHost || areRelated(host, pageHost));
  });
  if (microdata?.['name']) return cleanText(microdata['name']);
  const siteNames = isOwnHost
    ? [facts.siteName, facts.applicationName].map(cleanText).filter(usableSiteName(pageHost))
    : [];
  const alike = siteNames.find((name) => soundsLikeHost(name, pageHost));
  const fromTitle = nameFromTitle(cleanText(facts.title), pageHost, isOwnHost);
  if (alike || fromTitle || siteNames[0]) return alike || fromTitle || siteNames[0] || '';
  const label = isOwnHost && !isStandIn(facts.title) ? nameLabel(pageHost) : '';
  return label.charAt(0).toUpperCase() + label.slice(1);
}
