/**
 * Hosts on which many companies have a page: the host is not the company's domain. The API knows more of them; here they
 * keep the preview from showing a domain that is somebody else's.
 */
const SHARED_HOSTS = new Set(
  `amazonaws.com appspot.com azurewebsites.net bing.com blogspot.com business.site crunchbase.com duckduckgo.com
  facebook.com firebaseapp.com github.com github.io gitlab.io glassdoor.com godaddysites.com google.com google.de
  google.nl herokuapp.com instagram.com jimdofree.com jimdosite.com kununu.com linkedin.com medium.com myshopify.com
  netlify.app northdata.com northdata.de notion.site pages.dev pinterest.com squarespace.com strikingly.com substack.com
  tiktok.com tripadvisor.com trustpilot.com tumblr.com twitter.com vercel.app web.app webflow.io weebly.com
  wikipedia.org wixsite.com wordpress.com x.com xing.com yelp.com youtube.com`.split(/\s+/),
);
/** Second-level labels under which names are registered in many countries, as in `example.co.uk`. */
const SECOND_LEVEL = new Set(['ac', 'co', 'com', 'edu', 'gov', 'gv', 'ltd', 'ne', 'net', 'nom', 'or', 'org', 'plc']);

/** The host of an address, lower case and without `www.`; empty for what is no http(s) address. */
export function hostOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) ? hostname.toLowerCase().replace(/^www\d?\./, '') : '';
}

/** Whether a host can be a company's own domain: not an address of a machine, not a site shared by many. */
export function canBeDomain(host: string): boolean {
  if (!host.includes('.') || host.startsWith('[') || /^[\d.]+$/.test(host)) return false;
  const labels = host.split('.');
  return !labels.some((_, index) => SHARED_HOSTS.has(labels.slice(index).join('.')));
}

/** Whether a host's pages are about what somebody asked for, not about a company. */
export function isSearchEngine(host: string): boolean {
  return /^(.+\.)?(google|bing|duckduckgo|ecosia|yahoo|startpage|qwant)\.[a-z.]+$/.test(host);
}

/** The label of a host that is most likely the company's name: `example` in `shop.example.co.uk`. */
export function nameLabel(host: string): string {
  const labels = host.split('.');
  const isSecondLevel = labels.length > 2 && labels.at(-1)?.length === 2 && SECOND_LEVEL.has(labels.at(-2) ?? '');
  return labels.at(isSecondLevel ? -3 : -2) ?? host;
}

/** Whether two hosts are of one company as far as names tell: one inside the other, or the same name elsewhere. */
export function areRelated(a: string, b: string): boolean {
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`) || (nameLabel(a) === nameLabel(b) && a.includes('.'));
}
