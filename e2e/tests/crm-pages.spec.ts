import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import { serveSite } from './crm-site-pages.ts';
import type { House } from './house.ts';
import { look as lookAt } from './look.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'crm-pages' });

const WIDE = { width: 1000, height: 900 };
const TAG = 'integration-queue-button';
const ARRIVES = { timeout: 60_000 };

const button = (page: Page) => page.locator(`${TAG} .main`);
const details = (page: Page) => page.locator(TAG).getByRole('button', { name: 'Details' });
const card = (page: Page) => page.locator(TAG).getByRole('dialog');

const hubspotHeader = (name: string, domain: string) =>
  `<div data-selenium-test="company-highlight-details"><h1><span data-selenium-test="highlightTitle">${name}</span></h1>
   <a href="https://${domain}">${domain}</a></div>`;

async function typeIn(house: House, name: string, domain: string): Promise<string> {
  const body = JSON.stringify({ properties: { name, domain } });
  const answer = await fetch(`${house.practiceCrmUrl}/api/companies`, { method: 'POST', body });
  return ((await answer.json()) as { id: string }).id;
}

interface Records {
  total: number;
  items: { key: string | null; writes: number }[];
}
const recordsOf = (house: House, name: string) => house.crm<Records>(`/api/companies?q=${encodeURIComponent(name)}`);

/** Of a CRM's page only what we put there is ours to answer for. */
const look = (page: Page, name: string) =>
  lookAt(page, name, { within: name.startsWith('crm-page-') ? TAG : 'html', dark: 'left out' });

test('a button in CRM pages shows how the record stands, sends it, and survives the page', async ({
  house,
  browsers,
}) => {
  test.setTimeout(240_000);
  const browser = await browsers();
  const { context } = browser;
  await (await signIn(browser, house)).close();
  await house.api.changeIntegration(house.integrationId, { holdSeconds: 0 });
  const options = await browser.open('options.html#crm-pages', WIDE);
  const crm = await context.newPage();

  await test.step('nothing is shown before it is switched on', async () => {
    const id = await typeIn(house, 'Example GmbH', 'example-gmbh.example');
    await crm.goto(`${house.practiceCrmUrl}/companies/${id}`);
    await expect(crm.getByRole('heading', { name: 'Example GmbH' })).toBeVisible();
    const scripts = await browser.worker.evaluate(() =>
      (
        globalThis as unknown as { chrome: { scripting: { getRegisteredContentScripts(): Promise<unknown[]> } } }
      ).chrome.scripting.getRegisteredContentScripts(),
    );
    expect([scripts, await crm.locator(TAG).count()]).toEqual([[], 0]);
  });

  await test.step('hosts are switched on in the options; LinkedIn is not to be had', async () => {
    const address = options.getByLabel('Address of your CRM');
    await address.fill('https://www.linkedin.com/company/acme');
    await options.getByRole('button', { name: 'Show buttons there' }).click();
    await expect(options.getByRole('alert')).toContainText('LinkedIn forbids');
    await address.fill(house.practiceCrmUrl);
    await options.getByLabel('What it is').selectOption('practice');
    await options.getByRole('button', { name: 'Show buttons there' }).click();
    await expect(options.getByRole('button', { name: /^Delete http:\/\/127/ })).toBeVisible();
    await options.getByRole('switch', { name: 'Buttons in HubSpot' }).click();
    await expect(options.getByRole('switch', { name: 'Buttons in HubSpot' })).toBeChecked();
    await look(options, 'options-crm-pages');
  });

  await test.step('in the tab that is open already: sent with one click, and it answers in place', async () => {
    await expect(button(crm)).toHaveText('Send to Practice CRM');
    await look(crm, 'crm-page-absent');
    await button(crm).click();
    await expect(button(crm)).toHaveText('In Practice CRM · update', ARRIVES);
    const { total, items } = await recordsOf(house, 'Example GmbH');
    expect([total, items[0]?.key === null]).toEqual([1, false]);
  });

  await test.step('by keyboard: the card opens, is left by Escape, and the button has the focus again', async () => {
    await crm.bringToFront();
    await details(crm).focus();
    await crm.keyboard.press('Enter');
    await expect(card(crm)).toBeVisible();
    await expect(card(crm)).toContainText('In Practice CRM');
    await look(crm, 'crm-page-card');
    await crm.keyboard.press('Escape');
    await expect(card(crm)).toBeHidden();
    await expect(details(crm)).toBeFocused();
  });

  await test.step('a click of the page itself is no click of a person', async () => {
    const [before] = (await recordsOf(house, 'Example GmbH')).items;
    await crm.evaluate((tag) => {
      document.querySelector(tag)?.shadowRoot?.querySelector<HTMLButtonElement>('.main')?.click();
    }, TAG);
    await expect(button(crm)).toHaveText('In Practice CRM · update');
    expect((await recordsOf(house, 'Example GmbH')).items[0]?.writes).toBe(before?.writes);
  });

  await test.step('a failure is told in the card, with its cause and what to do', async () => {
    await house.setFaults({ refuse: [{ field: 'name', value: 'Refused Ltd' }] });
    const id = await typeIn(house, 'Not yet', 'refused.example');
    await house.api.upsertCompany({ name: 'Refused Ltd', domain: 'refused.example' });
    await crm.goto(`${house.practiceCrmUrl}/companies/${id}`);
    await expect(button(crm)).toHaveText('Send to Practice CRM');
    await button(crm).click();
    await expect(button(crm)).toHaveText('Error', ARRIVES);
    await button(crm).click();
    await expect(card(crm).getByRole('button', { name: 'Send again' })).toBeVisible();
    await crm.emulateMedia({ colorScheme: 'dark' });
    await look(crm, 'crm-page-error');
    const entry = context.waitForEvent('page');
    await card(crm).getByRole('button', { name: 'Open entry' }).click();
    await expect((await entry).getByRole('article')).toContainText('Refused Ltd');
    await (await entry).close();
    await house.setFaults({ refuse: [] });
  });

  const hubspot = await house.api.connectIntegration({
    provider: 'hubspot',
    name: 'Our HubSpot',
    settings: { baseUrl: `${house.practiceCrmUrl}/hubspot` },
    credentials: { token: 'practice-token' },
    holdSeconds: 0,
  });
  const record = (id: string) => `https://app.hubspot.com/contacts/${hubspot.account?.id}/record/0-2/${id}`;
  const problems: string[] = [];

  await test.step('under the vendor’s own host, with the strictest policy, nothing is put into the page', async () => {
    const sync = await house.api.createSync({
      integrationId: hubspot.id,
      company: { name: 'Linked GmbH', domain: 'linked.example' },
    });
    await expect.poll(async () => (await house.api.getSync(sync.id)).status, ARRIVES).toBe('processed');
    const crmId = (await house.api.getSync(sync.id)).crm!.id;
    await serveSite(context, 'app.hubspot.com', hubspotHeader('Linked GmbH', 'linked.example'));
    crm.on('console', (message) => problems.push(message.text()));
    await crm.emulateMedia({ colorScheme: 'light' });
    await crm.goto(record(crmId));
    await expect(button(crm)).toHaveText('In HubSpot · update');
    await look(crm, 'crm-page-hubspot');
    const left = await crm.evaluate(() => ({
      styles: document.styleSheets.length + document.adoptedStyleSheets.length,
      elements: document.querySelectorAll('style, link, script, iframe').length,
      marks: document.documentElement.getAttributeNames().join(),
    }));
    expect([left, problems]).toEqual([{ styles: 0, elements: 0, marks: 'lang' }, []]);
    expect((await crm.locator(TAG).boundingBox())?.height).toBeGreaterThanOrEqual(24);

    await button(crm).click();
    await expect.poll(async () => (await house.api.summary(hubspot.id)).counts.processed, ARRIVES).toBe(2);
    await expect(button(crm)).toHaveText('In HubSpot · update', ARRIVES);
    expect((await recordsOf(house, 'Linked GmbH')).total).toBe(1);
  });

  await test.step('exactly one, however the page re-renders', async () => {
    const header = hubspotHeader('Linked GmbH', 'linked.example');
    await crm.evaluate(async (html) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let render = 0; render < 50; render += 1) {
        const main = document.querySelector('main')!;
        if (render % 3 === 0) main.replaceWith(Object.assign(document.createElement('main'), { innerHTML: html }));
        else if (render % 3 === 1) main.innerHTML = html;
        else document.querySelector('integration-queue-button')?.remove();
        if (render % 4 === 0) await frame();
      }
    }, header);
    await expect(button(crm)).toHaveText('In HubSpot · update');
    await expect(crm.locator(TAG)).toHaveCount(1);
    const isBeside = () =>
      crm.evaluate(
        () => document.querySelector('[data-selenium-test="highlightTitle"]')?.nextElementSibling?.localName,
      );
    await expect.poll(isBeside).toBe(TAG);
    await crm.evaluate(() => document.querySelector('[data-selenium-test="company-highlight-details"]')?.remove());
    await expect(crm.locator(`body > ${TAG}[data-floating]`)).toHaveCount(1);
    await look(crm, 'crm-page-floating');
  });

  await test.step('on the way from record to record each has its own; lists have none', async () => {
    const goTo = (url: string, html: string) =>
      crm.evaluate(
        ([address, content]) => {
          history.pushState(null, '', address);
          document.querySelector('main')!.innerHTML = content!;
        },
        [url, html],
      );
    await goTo(record('777777'), hubspotHeader('Another Ltd', 'another.example'));
    await expect(button(crm)).toHaveText('Send to HubSpot');
    await expect(crm.locator(TAG)).toHaveCount(1);
    await goTo(record('777778'), '<span data-selenium-test="highlightTitle">Nameless</span>');
    await expect(button(crm)).toHaveText('Not matched');
    await goTo(`https://app.hubspot.com/contacts/${hubspot.account?.id}/objects/0-2/views/all/list`, '<h1>All</h1>');
    await expect(crm.locator(TAG)).toHaveCount(0);
    await goTo(`https://app.hubspot.com/contacts/1/record/0-2/1`, hubspotHeader('Elsewhere', 'elsewhere.example'));
    await expect(button(crm)).toHaveText('Not connected');
    await crm.goBack();
    await expect(crm.locator(TAG)).toHaveCount(0);
  });

  await test.step('while the server is away a send is kept, and goes out once when it is back', async () => {
    await crm.goto(record('777777'));
    const header = hubspotHeader('Kept Ltd', 'kept.example');
    await crm.evaluate((html) => void (document.querySelector('main')!.innerHTML = html), header);
    await expect(button(crm)).toHaveText('Send to HubSpot');
    await house.stopApi();
    await button(crm).click();
    await expect(button(crm)).toHaveText('Waiting');
    const popup = await browser.open('popup.html');
    await expect(popup.getByText('Kept Ltd')).toBeVisible();
    await house.startApi();
    await expect(popup.locator('li.row', { hasText: 'Kept Ltd' })).toHaveCount(1, ARRIVES);
    await popup.close();
    await expect.poll(async () => (await recordsOf(house, 'Kept Ltd')).total, ARRIVES).toBe(1);
  });

  await test.step('LinkedIn gets nothing', async () => {
    await serveSite(context, 'www.linkedin.com', '<h1 class="org-top-card-summary__title">Acme</h1>');
    const linkedin = await context.newPage();
    await linkedin.goto('https://www.linkedin.com/company/acme/');
    const html = await linkedin.content();
    // The script would have been there by now: it is on the other page, opened later.
    await crm.goto(record('777777'));
    await expect(button(crm)).toBeVisible();
    expect(await linkedin.content()).toBe(html);
    expect(await linkedin.locator(TAG).count()).toBe(0);
    await linkedin.close();
  });

  await test.step('switched off, it is gone from the open page as well, and the script with it', async () => {
    await options.bringToFront();
    await options.getByRole('switch', { name: 'Buttons in HubSpot' }).click();
    await crm.bringToFront();
    await expect(crm.locator(TAG)).toHaveCount(0);
    await crm.reload();
    await expect(crm.locator('main')).toBeVisible();
    expect(await crm.locator(TAG).count()).toBe(0);
  });
});
