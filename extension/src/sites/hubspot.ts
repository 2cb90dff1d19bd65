import { addressOf, place, textOf, visible } from './look';
import type { CrmSite } from './site';

const TITLES = ['[data-selenium-test="highlightTitle"]', '[data-test-id="highlight-record-label"]'];
const HIGHLIGHTS = [
  '[data-selenium-test="company-highlight-details"]',
  '[data-card-type="OBJECT_HIGHLIGHT"]',
  'div[data-selenium-test$="-highlight-details"]',
];

/**
 * HubSpot: `/contacts/{portal}/record/0-2/{id}`, formerly `/contacts/{portal}/company/{id}`; 0-2 is the object type of
 * companies. The marks on the page are those that public extensions use in 2026, unchecked against an account.
 */
export const hubspot: CrmSite = {
  provider: 'hubspot',
  isVendorHost: (hostname) => /^app(-[a-z]+\d+)?\.hubspot\.com$/.test(hostname),
  isSelfHosted: false,
  record({ pathname }) {
    const [, accountId, id] = /^\/contacts\/(\d+)\/(?:record\/0-2|company)\/(\d+)(?:\/|$)/.exec(pathname) ?? [];
    return accountId && id ? { id, accountId } : null;
  },
  anchor: (page) =>
    place(page, [
      ...TITLES.map((title): [string, 'after'] => [title, 'after']),
      ...HIGHLIGHTS.map((highlight): [string, 'prepend'] => [highlight, 'prepend']),
    ]),
  name: (page) => textOf(visible(page, TITLES)),
  website: (page) =>
    addressOf(
      visible(
        page,
        HIGHLIGHTS.map((highlight) => `${highlight} a[href^="http"]:not([href*=".hubspot.com"])`),
      ),
    ),
};
