import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SITES } from './find-record';
import { withShadowRoots } from './shadow-roots';

/** Pages made by us in the shape of each site's: enough of it to place the button and to read what is shown. */
function pageOf(name: string): Document {
  const html = readFileSync(join(__dirname, 'fixtures', `${name}.html`), 'utf8');
  const page = new DOMParser().parseFromString(html, 'text/html');
  attachShadowRoots(page);
  return page;
}

/** Does with the templates of shadow roots what browsers do. */
function attachShadowRoots(within: ParentNode): void {
  for (const template of within.querySelectorAll('template')) {
    const root = template.parentElement!.attachShadow({ mode: 'open' });
    root.append(template.content);
    template.remove();
    attachShadowRoots(root);
  }
}
const siteOf = (provider: string) => SITES.find((site) => site.provider === provider)!;

it.each(['hubspot', 'salesforce', 'pipedrive', 'odoo', 'espocrm', 'practice'])('a page of %s', (provider) => {
  const page = pageOf(provider);
  const site = siteOf(provider);
  const anchor = site.anchor(page);
  expect(anchor?.element.closest('[data-expected-anchor]')).toBe(page.querySelector('[data-expected-anchor]'));
  expect(site.name(page)).toBe('Example GmbH & Co. KG');
  expect(site.website(page)?.replace(/^https?:\/\//, '')).toBe(provider === 'pipedrive' ? undefined : 'example.com');
});

it.each(SITES.map((site) => [site.provider, site] as const))(
  'a page of %s that looks like nothing known',
  (_, site) => {
    const page = new DOMParser().parseFromString('<main><h1>Redesigned</h1></main>', 'text/html');
    expect([site.anchor(page), site.name(page), site.website(page)]).toEqual([null, null, null]);
  },
);

describe('Salesforce, where several records lie in one page', () => {
  beforeEach(() => {
    // jsdom has no layout; what is hidden is said by the attribute.
    Element.prototype.checkVisibility = function (this: Element) {
      return !this.closest('[hidden]');
    };
  });
  afterEach(() => Reflect.deleteProperty(Element.prototype, 'checkVisibility'));

  it('takes the visible one', () => {
    const page = pageOf('salesforce-console');
    const site = siteOf('salesforce');
    expect([site.name(page), site.website(page)]).toEqual(['Visible Ltd', 'https://visible.example']);
    expect(site.anchor(page)?.element.closest('section')?.id).toBe('visible');
  });
});

it('does not take what lies on every page of Salesforce for the place of a record', () => {
  const page = new DOMParser().parseFromString('<footer class="utilitybar"></footer>', 'text/html');
  const site = siteOf('salesforce');
  expect([site.anchor(page), site.fallback?.(page)?.element.className]).toEqual([null, 'utilitybar']);
});

it('gives no website of a person in Odoo: it is their company’s', () => {
  const page = pageOf('odoo');
  const website = () => siteOf('odoo').website(page);
  const parent = page.querySelector<HTMLInputElement>('[name="parent_id"] input')!;
  page.querySelector<HTMLInputElement>('[data-value="person"]')!.checked = true;
  expect(website()).toBeNull();
  // A company may stand under another; where the form says neither, only a person does.
  page.querySelector<HTMLInputElement>('[data-value="company"]')!.checked = true;
  parent.value = 'Example Holding';
  expect(website()).toBe('http://example.com');
  page.querySelector('[name="company_type"]')!.remove();
  expect(website()).toBeNull();
  parent.value = '';
  expect(website()).toBe('http://example.com');
});

it('reads the name in Odoo’s form, whose box Odoo 19 took away, before the path that leads there', () => {
  const page = pageOf('odoo');
  page.querySelector('.oe_title')!.className = 'mb8';
  page.querySelector('.o_last_breadcrumb_item span')!.textContent = 'Example Holding, Example GmbH & Co. KG';
  expect(siteOf('odoo').name(page)).toBe('Example GmbH & Co. KG');
});

it('reads the contact’s form in Odoo, not the one of another record opened over it', () => {
  const page = pageOf('odoo');
  const site = siteOf('odoo');
  const form = page.querySelector('.o_form_sheet')!.cloneNode(true) as HTMLElement;
  form.querySelector('textarea')!.value = 'Erika Muster';
  const dialog = page.createElement('div');
  dialog.className = 'o_dialog o_form_view';
  dialog.append(form);
  page.querySelector('.o-main-components-container')!.append(dialog);
  expect(site.name(page)).toBe('Example GmbH & Co. KG');
});

it('finds the record of Salesforce within shadow roots, and stops searching at a bound', () => {
  const page = pageOf('salesforce-shadow');
  const site = siteOf('salesforce');
  expect(site.anchor(page)?.element.matches('[data-expected-anchor]')).toBe(true);
  expect([site.name(page), site.website(page)]).toEqual(['Example GmbH & Co. KG', 'http://example.com']);
  const large = new DOMParser().parseFromString('<p></p>'.repeat(30_000), 'text/html');
  large.body.lastElementChild!.attachShadow({ mode: 'open' });
  expect(withShadowRoots(large)).toEqual([large]);
});
