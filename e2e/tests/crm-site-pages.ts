import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from '@playwright/test';

/** Pages as strict as a page can be: no style, no script, nothing loaded. */
export const STRICT = {
  'content-security-policy': "default-src 'none'; style-src 'none'",
  'content-type': 'text/html',
};

/** A CRM's web client as it answers at its own addresses. */
export interface SitePages {
  /** As the options page calls it. */
  crm: string;
  host: string;
  /** Of the pages in `extension/src/sites/fixtures`, the one that shows a record. */
  fixture: string;
  record: string;
  otherRecord: string;
  list: string;
}

const odoo = { crm: 'Odoo', host: 'acme.odoo.com', fixture: 'odoo' };

export const SITE_PAGES: Record<string, SitePages> = {
  HubSpot: {
    crm: 'HubSpot',
    host: 'app-eu1.hubspot.com',
    fixture: 'hubspot',
    record: '/contacts/4711/record/0-2/12',
    otherRecord: '/contacts/4711/record/0-2/13',
    list: '/contacts/4711/objects/0-2/views/all/list',
  },
  Salesforce: {
    crm: 'Salesforce',
    host: 'acme.lightning.force.com',
    fixture: 'salesforce',
    record: '/lightning/r/Account/001D000000IqhSLIAZ/view',
    otherRecord: '/lightning/r/Account/001D000000IqhSMIAZ/view',
    list: '/lightning/o/Account/list?filterName=AllAccounts',
  },
  'Salesforce in shadow roots': {
    crm: 'Salesforce',
    host: 'shadow.lightning.force.com',
    fixture: 'salesforce-shadow',
    record: '/lightning/r/Account/001D000000IqhSLIAZ/view',
    otherRecord: '/lightning/r/Account/001D000000IqhSMIAZ/view?ws=%2Flightning%2Fr%2FAccount',
    list: '/lightning/page/home',
  },
  Pipedrive: {
    crm: 'Pipedrive',
    host: 'acme.pipedrive.com',
    fixture: 'pipedrive',
    record: '/organization/12',
    otherRecord: '/organization/13?tab=deals',
    list: '/organizations/list',
  },
  'Odoo 17': {
    ...odoo,
    record: '/web#id=12&cids=1&menu_id=93&action=127&model=res.partner&view_type=form',
    otherRecord: '/web#id=13&cids=1&menu_id=93&action=127&model=res.partner&view_type=form',
    list: '/web#cids=1&menu_id=93&action=127&model=res.partner&view_type=list',
  },
  'Odoo 18': { ...odoo, record: '/odoo/contacts/12', otherRecord: '/odoo/contacts/13', list: '/odoo/contacts' },
  EspoCRM: {
    crm: 'EspoCRM',
    host: 'acme.espocloud.com',
    fixture: 'espocrm',
    record: '/#Account/view/64a1b2c3d4e5f6071',
    otherRecord: '/#Account/view/64a1b2c3d4e5f6072',
    list: '/#Account',
  },
};

/** What a CRM's web client draws for a record. */
export function drawnRecord(fixture: string): string {
  const file = new URL(`../../extension/src/sites/fixtures/${fixture}.html`, import.meta.url);
  return readFileSync(fileURLToPath(file), 'utf8').replace(/^[\s\S]*<\/title>/, '');
}

/** The one page a site answers with; what it shows is then changed as the site's own script would. */
export const sitePage = (body: string): string =>
  `<!doctype html><html lang="en"><title>A CRM</title><nav>Menu</nav><main>${body}</main></html>`;

/** Answers every address of a host with one page. */
export async function serveSite(context: BrowserContext, host: string, body: string): Promise<void> {
  await context.route(`https://${host}/**`, (route) => route.fulfill({ headers: STRICT, body: sitePage(body) }));
}

/** A page of either browser, to run the site's own script in. */
interface ScriptedPage {
  evaluate(script: (words: string[]) => void | Promise<void>, words: string[]): Promise<void>;
}

/** Answers with a console: several records lie in its page, and those with the class `away` are hidden by its style. */
export async function serveConsole(context: BrowserContext, host: string): Promise<void> {
  const body = drawnRecord('salesforce-console').replace(' hidden', ' class="away"');
  const html = `<!doctype html><html lang="en"><title>A CRM</title><style>.away { display: none }</style>${body}</html>`;
  await context.route(`https://${host}/**`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
}

/** Goes to an address without loading a page, and draws there what belongs to it, as web clients do. */
export function navigateWithin(page: ScriptedPage, address: string, body: string): Promise<void> {
  return page.evaluate(
    ([to, html]) => {
      history.pushState(null, '', to);
      document.querySelector('main')!.setHTMLUnsafe(html!);
    },
    [address, body],
  );
}

/**
 * Draws a record 50 times as web clients do: everything replaced, its content replaced, or our element taken away, several
 * times between two frames or once.
 */
export function drawAgainAndAgain(page: ScriptedPage, body: string, tag: string): Promise<void> {
  return page.evaluate(
    async ([html, ours]) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const takeAway = (root: ParentNode): void => {
        root.querySelector(ours!)?.remove();
        for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) takeAway(shadowRoot);
      };
      for (let render = 0; render < 50; render += 1) {
        const main = document.querySelector('main')!;
        if (render % 3 === 0) takeAway(document);
        if (render % 3 === 1) main.setHTMLUnsafe(html!);
        if (render % 3 === 2) {
          const next = document.createElement('main');
          next.setHTMLUnsafe(html!);
          main.replaceWith(next);
        }
        if (render % 4 === 0) await frame();
      }
    },
    [body, tag],
  );
}
