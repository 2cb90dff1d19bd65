import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import type { House } from './house.ts';
import { look } from './look.ts';
import { signIn } from './sign-in.ts';
import { companyPage, openPopupOver, servePages, type WebPages } from './web-pages.ts';

test.use({ houseName: 'page-company' });

interface CrmRecords {
  items: { id: string; properties: Record<string, unknown>; writes: number }[];
}

let pages: WebPages;
test.beforeAll(async () => {
  pages = await servePages({
    '/acme': companyPage('Acme Ltd', 'acme.example'),
    '/bolt': companyPage('Bolt AG', 'bolt.example'),
    '/none': '<title>Printer</title>',
  });
});
test.afterAll(() => pages.close());

async function typeIn(house: House, name: string, domain: string): Promise<void> {
  const body = JSON.stringify({ properties: { name, domain } });
  const answer = await fetch(`${house.practiceCrmUrl}/api/companies`, { method: 'POST', body });
  expect(answer.ok).toBe(true);
}

test('the popup knows where this page’s company stands, and sends it with a deal and a task', async ({
  house,
  browsers,
}) => {
  const browser = await browsers();
  await signIn(browser, house);
  await house.api.changeIntegration(house.integrationId, { holdSeconds: 0 });
  for (const name of ['Bolt Inc', 'Bolt GmbH']) await typeIn(house, name, 'bolt.example');
  const web = await browser.context.newPage();
  await web.goto(`${pages.url}/acme`);

  const card = (popup: Page) => popup.getByRole('region', { name: 'Company of this page' });
  const popup = await openPopupOver(browser, web);
  const sheet = popup.getByRole('form', { name: 'Send to CRM' });

  await test.step('it is not in the CRM yet, and is sent with a deal whose stage the CRM offers', async () => {
    await expect(card(popup)).toContainText('Acme Ltd acme.example');
    await expect(card(popup)).toContainText('Not in Practice CRM yet');
    await card(popup).getByRole('button', { name: 'Send to CRM' }).click();
    await sheet.getByRole('button', { name: 'With a deal' }).click();
    await expect(sheet.getByLabel('Title')).toHaveValue('Acme Ltd');
    await sheet.getByLabel('Title').fill('Spring order');
    await sheet.getByLabel('Amount').fill('1200.5');
    await sheet.getByLabel('Stage').selectOption({ label: 'Proposal' });
    await sheet.getByLabel('Owner').selectOption({ label: 'Ben Carter' });
    await sheet.getByLabel('Closing date').fill('2027-01-31');
    await look(popup, 'send-deal-en');
    // As if the CRM had offered it when it was asked, and did not any more.
    const stage = sheet.getByLabel('Stage');
    await stage.evaluate((select: HTMLSelectElement) => select.add(new Option('Gone', 'gone')));
    await stage.selectOption({ label: 'Gone' });
    await sheet.getByRole('button', { name: 'Send to CRM' }).click();
    await expect(stage).toHaveAccessibleDescription(/does not offer/);
    await expect(stage).toHaveAttribute('aria-invalid', 'true');
    await look(popup, 'send-deal-refused-en');
    for (const [label, value] of Object.entries({ Title: 'Spring order', Amount: '1200.5', Owner: 'ben' }))
      await expect(sheet.getByLabel(label)).toHaveValue(value);
    await expect(sheet.getByLabel('Closing date')).toHaveValue('2027-01-31');
    expect((await house.api.summary()).counts.processed).toBe(0);
    await stage.selectOption({ label: 'Proposal' });
    await sheet.getByRole('button', { name: 'Send to CRM' }).click();
    await expect(sheet).toHaveCount(0);
    await expect(card(popup)).toContainText('In Practice CRM', { timeout: 30_000 });
    await expect
      .poll(async () => (await house.crm<CrmRecords>('/api/deals')).items.map(({ properties }) => properties))
      .toMatchObject([
        { title: 'Spring order', amount: 1200.5, stage: 'proposal', owner: 'ben', close_date: '2027-01-31' },
      ]);
    await expect(card(popup).getByRole('link', { name: 'Open in CRM' })).toBeVisible();
  });

  await test.step('what sending would write is seen first, field by field, and nothing is sent by that', async () => {
    const records = async () => (await house.crm<{ records: unknown }>('/api/ledger?limit=1')).records;
    const before = await records();
    await card(popup)
      .getByRole('button', { name: /^Edit first/ })
      .click();
    await sheet.getByText('See what will be written').click();
    const line = (target: string) => sheet.locator(`.fields li:has([title="${target}"])`);
    await expect(sheet.getByRole('link', { name: 'Updates this record in Practice CRM' })).toBeVisible();
    await expect(line('name')).toContainText('unchanged');
    await sheet.getByLabel('Name').fill('Acme Limited');
    await expect(line('name')).toContainText('changes');
    await expect(line('name').locator('del')).toHaveText('Acme Ltd');
    await expect(line('name').locator('ins')).toHaveText('Acme Limited');
    await sheet.getByText('See what will be written').scrollIntoViewIfNeeded();
    await look(popup, 'send-preview-en');
    await sheet.getByRole('button', { name: 'With a task' }).click();
    await sheet.getByLabel('Subject').fill('Call them');
    await expect(line('subject')).toContainText('new');
    await popup.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
    expect(await records()).toEqual(before);
  });

  await test.step('it is there now: a click updates it, and a task goes to the owner of last time', async () => {
    await card(popup)
      .getByRole('button', { name: /^Edit first/ })
      .click();
    await sheet.getByRole('button', { name: 'With a task' }).click();
    await expect(sheet.getByLabel('Owner')).toHaveValue('ben');
    await sheet.getByLabel('Subject').fill('Call them');
    await sheet.getByLabel('Due date').fill('2027-02-28');
    await sheet.getByRole('button', { name: 'Send to CRM' }).click();
    await expect(sheet).toHaveCount(0);
    await expect
      .poll(async () => (await house.crm<CrmRecords>('/api/tasks')).items.map(({ properties }) => properties))
      .toMatchObject([{ subject: 'Call them', owner: 'ben', due_date: '2027-02-28' }]);
    await card(popup).getByRole('button', { name: 'Update' }).click();
    await expect(popup.locator('.toasts')).toContainText('Acme Ltd');
  });

  await test.step('another is probably there: its records are named, and what becomes of them', async () => {
    await web.goto(`${pages.url}/bolt`);
    const second = await openPopupOver(browser, web);
    await expect(card(second)).toContainText('2 records in Practice CRM may be it');
    for (const name of ['Bolt Inc', 'Bolt GmbH']) {
      await expect(card(second).getByRole('link', { name })).toHaveAttribute('href', /\/companies\//);
    }
    await look(second, 'page-company-matches-en');
    await card(second).getByRole('button', { name: 'Send to CRM' }).click();
    await expect(second.getByRole('form')).toContainText('After sending you choose which one it is');
    await second.keyboard.press('Escape');
    await second.close();
  });

  await test.step('a page without a company says why there is nothing to send', async () => {
    await web.goto(`${pages.url}/none`);
    const third = await openPopupOver(browser, web);
    await expect(card(third)).toContainText('An address inside a network is no company’s website');
    await third.close();
  });

  await test.step('with several CRMs each says where the company stands, and the one chosen is remembered', async () => {
    const { items } = await house.api.listIntegrations();
    await house.api.connectIntegration({
      provider: 'practice',
      name: 'Second CRM',
      settings: { baseUrl: house.practiceCrmUrl },
      credentials: { token: 'practice-token' },
    });
    expect(items).toHaveLength(1);
    await web.goto(`${pages.url}/acme`);
    const fourth = await openPopupOver(browser, web);
    const chips = card(fourth).getByRole('group', { name: 'Send to' });
    await expect(chips.getByRole('button', { name: 'Practice CRM' })).toHaveAttribute('aria-pressed', 'true');
    await chips.getByRole('button', { name: 'Second CRM' }).click();
    await expect(card(fourth)).toContainText('Probably there: Acme Ltd');
    await look(fourth, 'page-company-crms-en');
    await fourth.close();
    const fifth = await openPopupOver(browser, web);
    await expect(card(fifth)).toContainText('Probably there: Acme Ltd');
  });
});
