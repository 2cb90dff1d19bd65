import { addressOf, isWithin, place, textOf, visible } from './look';
import type { CrmSite } from './site';

/**
 * Pipedrive: `/organization/{id}`. The marks on the page are those that public extensions use in 2026, unchecked against an
 * account.
 */
export const pipedrive: CrmSite = {
  provider: 'pipedrive',
  isVendorHost: (hostname) => isWithin(hostname, 'pipedrive.com'),
  isSelfHosted: false,
  record({ pathname }) {
    const [, id] = /^\/organization\/(\d+)(?:\/|$)/.exec(pathname) ?? [];
    return id ? { id } : null;
  },
  anchor: (page) =>
    place(page, [
      ['[data-testid="header-title"]', 'after'],
      ['[data-testid="followersButton"]', 'after'],
    ]),
  name: (page) => textOf(visible(page, ['[data-testid="header-title"]'])),
  website: (page) => addressOf(visible(page, ['[data-testid="website"]', '[data-test="website"]'])),
};
