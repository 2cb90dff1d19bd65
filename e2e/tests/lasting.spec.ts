import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXTENSION, expect, test, type ExtensionBrowser } from './browser.ts';
import type { House } from './house.ts';
import { signIn } from './sign-in.ts';
import { companyPage, openPopupOver, servePages, type WebPages } from './web-pages.ts';

test.use({ houseName: 'lasting' });

let pages: WebPages;
let home: string;
test.beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lasting-'));
  pages = await servePages({
    '/acme': companyPage('Acme Ltd', 'acme.example'),
    '/bolt': companyPage('Bolt AG', 'bolt.example'),
  });
});
test.afterAll(() => {
  pages.close();
  rmSync(home, { recursive: true, force: true });
});

/** Has the alarm that looks at the server ring now, and not in half a minute. */
function ringPoll({ worker }: ExtensionBrowser): Promise<void> {
  return worker.evaluate(() => {
    const { chrome } = globalThis as unknown as {
      chrome: { alarms: { create(name: string, when: object): Promise<void> } };
    };
    return chrome.alarms.create('poll', { when: Date.now(), periodInMinutes: 0.5 });
  });
}

/** A later version of the extension, in a folder of its own. */
function laterVersion(folder: string): string {
  cpSync(EXTENSION, folder, { recursive: true });
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...manifest, version: '99.0' }));
  return folder;
}

const writesOf = async (house: House, name: string) => {
  const { items } = await house.crm<{ items: { writes: number }[] }>(`/api/companies?q=${encodeURIComponent(name)}`);
  return items.map(({ writes }) => writes);
};

test('what was begun is still there when the popup closed, no page is open, or the extension was updated', async ({
  house,
  browsers,
}) => {
  test.setTimeout(300_000);
  let browser = await browsers({ profile: join(home, 'profile') });
  await (await signIn(browser, house)).close();
  await house.api.changeIntegration(house.integrationId, { holdSeconds: 0 });
  const web = await browser.context.newPage();
  await web.goto(`${pages.url}/acme`);

  await test.step('a popup that was closed opens with its filter, its search and the send that was prepared', async () => {
    const popup = await openPopupOver(browser, web);
    await popup.locator('.status-filter button.error').click();
    await popup.getByRole('searchbox').fill('müller');
    await popup.getByRole('button', { name: 'Send to CRM' }).click();
    await popup.getByRole('form').getByLabel('Name').fill('Acme Limited');
    await popup.close();
    const again = await openPopupOver(browser, web);
    await expect(again.getByRole('form').getByLabel('Name')).toHaveValue('Acme Limited');
    await again.keyboard.press('Escape');
    await expect(again.getByRole('searchbox')).toHaveValue('müller');
    await expect(again.locator('.status-filter button.error')).toHaveAttribute('aria-pressed', 'true');
    await again.close();
  });

  await test.step('a popup that was closed while its send was on its way does not open with it again', async () => {
    await web.goto(`${pages.url}/bolt`);
    const popup = await openPopupOver(browser, web);
    await popup.getByRole('button', { name: 'Send to CRM' }).click();
    await popup.getByRole('form').getByRole('button', { name: 'Send to CRM' }).click();
    await popup.close();
    await expect.poll(() => writesOf(house, 'Bolt AG')).toEqual([1]);
    const again = await openPopupOver(browser, web);
    await expect(again.getByRole('region', { name: 'Company of this page' })).toContainText('In Practice CRM');
    await expect(again.getByRole('form')).toHaveCount(0);
    await again.close();
    await web.goto(`${pages.url}/acme`);
  });

  await test.step('the badge is right though no page of the extension is open', async () => {
    await house.setFaults({ refuse: [{ field: 'name', value: 'Refused Ltd' }] });
    const { id } = await house.api.createSync({
      integrationId: house.integrationId,
      company: { name: 'Refused Ltd', domain: 'refused.example' },
    });
    await expect.poll(async () => (await house.api.getSync(id)).status).toBe('error');
    expect(await browser.badge()).toBe('');
    await ringPoll(browser);
    await expect.poll(() => browser.badge()).toBe('1');
    await house.setFaults({ refuse: [] });
    await house.api.retrySync(id);
    await expect.poll(async () => (await house.api.getSync(id)).status).toBe('processed');
    await ringPoll(browser);
    await expect.poll(() => browser.badge()).toBe('');
  });

  await test.step('a send that waits outlives an update of the extension, and arrives once', async () => {
    await house.stopApi();
    const popup = await openPopupOver(browser, web);
    await popup.getByRole('button', { name: 'Send to CRM' }).click();
    await popup.getByRole('form').getByRole('button', { name: 'Send to CRM' }).click();
    await expect(popup.locator('section.outbox li')).toHaveCount(1);
    await browser.context.close();
    browser = await browsers({ profile: join(home, 'profile'), extension: laterVersion(join(home, 'extension')) });
    const after = await browser.open('popup.html');
    await expect(after.locator('section.outbox li')).toContainText('Acme');
    await house.startApi();
    await ringPoll(browser);
    await expect(after.locator('section.outbox li')).toHaveCount(0, { timeout: 60_000 });
    await expect.poll(() => writesOf(house, 'Acme')).toEqual([1]);
  });
});
