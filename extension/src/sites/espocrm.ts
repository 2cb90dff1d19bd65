import { addressOf, isWithin, place, textOf, visible } from './look';
import type { CrmSite } from './site';

/** EspoCRM: `#Account/view/{id}`. The marks are classes and field names of its own templates (7 to 9). */
export const espocrm: CrmSite = {
  provider: 'espocrm',
  isVendorHost: (hostname) => isWithin(hostname, 'espocloud.com') || isWithin(hostname, 'espocloud.eu'),
  isSelfHosted: true,
  record({ hash }) {
    const [, id] = /^#Account\/view\/([\w-]+)/.exec(hash) ?? [];
    return id ? { id } : null;
  },
  anchor: (page) =>
    place(page, [
      // Beside the title there is no place: its line is cut off at its end.
      ['.page-header .page-header-column-2', 'prepend'],
      ['.page-header .header-title', 'append'],
      ['.page-header h3', 'append'],
      ['.detail-button-container .btn-group', 'after'],
    ]),
  name: (page) =>
    textOf(visible(page, ['.field[data-name="name"]'])) ??
    textOf(visible(page, ['.page-header .header-title .title', '.page-header .breadcrumb-item:last-child'])),
  website: (page) => addressOf(visible(page, ['.field[data-name="website"]'])),
};
