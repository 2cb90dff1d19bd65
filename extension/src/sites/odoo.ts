import { addressOf, isWithin, place, textOf, visible } from './look';
import type { CrmSite } from './site';

/**
 * Odoo: `/web#id={id}&model=res.partner&view_type=form` up to 17, `/odoo/contacts/{id}` from 18. A contact may be a person;
 * the address does not tell, the form does. The marks are names of fields and classes of Odoo's own templates (`web` and
 * `base`, 16 to 19).
 */
export const odoo: CrmSite = {
  provider: 'odoo',
  isVendorHost: (hostname) => isWithin(hostname, 'odoo.com'),
  isSelfHosted: true,
  record({ pathname, hash }) {
    const [, fromPath] = /\/odoo\/(?:.*\/)?(?:contacts|res\.partner)\/(\d+)\/?$/.exec(pathname) ?? [];
    if (fromPath) return { id: fromPath };
    if (!/\/web\/?$/.test(pathname)) return null;
    const state = new URLSearchParams(hash.slice(1));
    const id = state.get('id') ?? '';
    const isForm = state.get('model') === 'res.partner' && (state.get('view_type') ?? 'form') === 'form';
    return isForm && /^\d+$/.test(id) ? { id } : null;
  },
  anchor: (page) =>
    place(page, [
      // Beside the pager there is room; in the path it would leave none for the name.
      ['.o_form_view .o_control_panel_navigation', 'prepend'],
      ['.o_control_panel_breadcrumbs', 'append'],
      ['.o_control_panel .o_breadcrumb', 'after'],
      ['.o_form_view .oe_title', 'append'],
    ]),
  name: (page) =>
    textOf(visible(page, ['.o_form_view h1 [name="name"]'])) ??
    textOf(visible(page, ['.o_last_breadcrumb_item', '.o_breadcrumb .active'])),
  // A person's is their company's: sent, it would put that under the person's name.
  website: (page) => (isPerson(page) ? null : addressOf(fieldOf(page, 'website'))),
};

const fieldOf = (page: ParentNode, name: string) => visible(page, [`.o_form_view .o_field_widget[name="${name}"]`]);

/** What the form says the contact is; where it does not, whoever stands under a company is a person. */
function isPerson(page: ParentNode): boolean {
  const chosen = fieldOf(page, 'company_type')?.querySelector<HTMLElement>('input:checked');
  return chosen ? chosen.dataset['value'] === 'person' : textOf(fieldOf(page, 'parent_id')) !== null;
}
