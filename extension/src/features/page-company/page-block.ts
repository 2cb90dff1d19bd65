/** Why the company of a page cannot be sent. */
export type PageBlock =
  | 'no_page'
  | 'in_sidebar'
  | 'browser_page'
  | 'extension_store'
  | 'app_store'
  | 'local_file'
  | 'pdf'
  | 'not_readable'
  | 'shared_host'
  | 'private_host';

const STORES = [
  /^https:\/\/chromewebstore\.google\.com\//,
  /^https:\/\/chrome\.google\.com\/webstore/,
  /^https:\/\/addons\.mozilla\.org\//,
  /^https:\/\/microsoftedge\.microsoft\.com\/addons/,
];

const APP_STORES = [
  /^https:\/\/(apps|itunes)\.apple\.com\//,
  /^https:\/\/play\.google\.com\/store/,
  /^https:\/\/(apps\.microsoft|www\.microsoft)\.com\/([a-z-]+\/)?(store|detail|p)\//,
  /^https:\/\/(addons\.opera\.com|apps\.shopify\.com|f-droid\.org|snapcraft\.io|flathub\.org)\//,
];

/** Why the page at `url` cannot be read, or null where it may be tried. */
export function blockOf(url: string | undefined): PageBlock | null {
  if (!url) return 'no_page';
  if (!URL.canParse(url)) return 'browser_page';
  const { protocol, pathname } = new URL(url);
  if (protocol === 'file:') return 'local_file';
  if (protocol !== 'http:' && protocol !== 'https:') return 'browser_page';
  if (STORES.some((store) => store.test(url))) return 'extension_store';
  if (APP_STORES.some((store) => store.test(url))) return 'app_store';
  return /\.pdf$/i.test(pathname) ? 'pdf' : null;
}

/** Why there is no company on a page that could be read and does not name any. */
export function hostBlock(url: string): PageBlock {
  const { hostname } = new URL(url);
  const isPrivate = !hostname.includes('.') || /^\[|^[\d.]+$|\.(local|internal|lan|home\.arpa)$/.test(hostname);
  return isPrivate ? 'private_host' : 'shared_host';
}
