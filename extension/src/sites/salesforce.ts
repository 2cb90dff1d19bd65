import { addressOf, isWithin, place, textOf, visible } from './look';
import { withShadowRoots } from './shadow-roots';
import type { CrmSite } from './site';

const HIGHLIGHTS = ['records-highlights2', 'records-lwc-highlights-panel', '.slds-page-header'];
const DOMAINS = ['lightning.force.com', 'my.salesforce.com'];
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * Salesforce Lightning: `/lightning/r/Account/{id}/view`, also without the object; ids of accounts begin with 001, and are
 * 15 characters or the 18 that the API answers. In its console several records lie in the page, all but one hidden. The
 * marks on the page are those that public extensions use in 2026, unchecked against an account.
 */
export const salesforce: CrmSite = {
  provider: 'salesforce',
  isVendorHost: (hostname) => DOMAINS.some((domain) => isWithin(hostname, domain)),
  isSelfHosted: false,
  hasShadowRoots: true,
  record({ pathname }) {
    const [, id] =
      /^\/(?:lightning\/r\/(?:Account\/)?)?(001[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)(?:\/|$)/.exec(pathname) ?? [];
    return id ? { id: longId(id) } : null;
  },
  anchor: (page) =>
    place(withShadowRoots(page), [
      ...HIGHLIGHTS.map((panel): [string, 'after'] => [`${panel} [slot="primaryField"]`, 'after']),
      ...HIGHLIGHTS.map((panel): [string, 'append'] => [panel, 'append']),
    ]),
  // There from the start, while the record's header comes later.
  fallback: (page) => place(withShadowRoots(page), [['.utilitybar', 'append']]),
  name: (page) =>
    textOf(
      visible(
        withShadowRoots(page),
        HIGHLIGHTS.map((panel) => `${panel} [slot="primaryField"] lightning-formatted-text`),
      ),
    ) ??
    textOf(
      visible(
        withShadowRoots(page),
        HIGHLIGHTS.map((panel) => `${panel} [slot="primaryField"]`),
      ),
    ),
  website: (page) =>
    addressOf(
      visible(withShadowRoots(page), [
        '[data-target-selection-name="sfdc:RecordField.Account.Website"] a[href^="http"]',
        '[data-target-selection-name="sfdc:RecordField.Account.Website"]',
      ]),
    ),
};

/** The 18 characters of an id of 15: three more say which of its letters are capitals, five letters each. */
function longId(id: string): string {
  if (id.length !== 15) return id;
  const checks = [0, 5, 10].map((start) => {
    const capitals = [...id.slice(start, start + 5)].map((letter, bit) => (/[A-Z]/.test(letter) ? 1 << bit : 0));
    return DIGITS[capitals.reduce((sum, bit) => sum + bit, 0)] ?? '';
  });
  return id + checks.join('');
}
