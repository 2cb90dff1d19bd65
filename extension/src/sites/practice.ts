import { place, textOf, visible } from './look';
import type { CrmSite } from './site';

/** The practice CRM: `/companies/{id}`. Its pages carry marks for the button. */
export const practice: CrmSite = {
  provider: 'practice',
  isVendorHost: () => false,
  isSelfHosted: true,
  record({ pathname }) {
    const [, id] = /^\/companies\/([\w-]+)\/?$/.exec(pathname) ?? [];
    return id && id !== 'new' ? { id } : null;
  },
  anchor: (page) => place(page, [['[data-record-actions]', 'prepend']]),
  name: (page) => textOf(visible(page, ['[data-record-object="companies"] h1'])),
  website: (page) => visible(page, ['[data-record-domain]'])?.getAttribute('data-record-domain') || null,
};
