import { expect, test } from '../tests/browser.ts';
import type { House } from '../tests/house.ts';
import { companyPage, servePages, type WebPages } from '../tests/web-pages.ts';
import { type ExtensionFirefox, openFirefox } from './firefox.ts';
import { rows, send, signIn, texts, writesTo } from './popup.ts';

test.use({ houseName: 'firefox-main-job' });

let firefox: ExtensionFirefox;
let websites: WebPages;
test.beforeAll(async () => {
  [firefox, websites] = await Promise.all([
    openFirefox(),
    servePages({
      '/alpha': companyPage('Alpha GmbH', 'www.alpha-company.com'),
      '/beta': companyPage('Beta GmbH', 'www.beta-company.com'),
    }),
  ]);
});
test.afterAll(async () => {
  websites.close();
  await firefox.close();
});

test('the main job in Firefox: sign in, send, list, retry, delete, restore, and a full outbox over an ended background', async ({
  house,
}) => {
  await test.step('somebody signs in on the options page', async () => {
    await expect.poll(() => firefox.badge()).toBe('?');
    const options = await signIn(firefox, house);
    await expect.poll(() => firefox.badge()).toBe('');
    await options.close();
  });

  const popup = await firefox.openPopupOn(`${websites.url}/alpha`);

  await test.step('the company of a web page is sent, and stands in the list and in the CRM', async () => {
    await popup.locator('.page-company ::-p-text(Alpha GmbH)').wait();
    await send(popup);
    await expect.poll(() => rows(popup, 'processed')).toEqual(['Alpha GmbH']);
    expect(await writesTo(house, 'Alpha GmbH')).toEqual([1]);
  });

  await test.step('what the CRM refuses is counted on the badge, and retried', async () => {
    await house.setFaults({ refuse: [{ field: 'name', value: 'Refused Ltd' }] });
    await queue(house, 'Refused Ltd', 'refused.example');
    await expect.poll(() => rows(popup, 'error')).toEqual(['Refused Ltd']);
    await expect.poll(() => firefox.badge()).toBe('1');
    await house.setFaults({ refuse: [] });
    await popup.locator('li.row.error .row-actions button[aria-label^=Retry]').click();
    await expect.poll(() => rows(popup, 'processed')).toEqual(['Refused Ltd', 'Alpha GmbH']);
    await expect.poll(() => firefox.badge()).toBe('');
    expect(await writesTo(house, 'Refused Ltd')).toEqual([1]);
  });

  await test.step('what waits is deleted, and restored by its toast', async () => {
    await house.api.pauseIntegration(house.integrationId);
    await queue(house, 'Waits Ltd', 'waits.example');
    await popup.locator('.status-filter button.pending').click();
    await expect.poll(() => rows(popup, 'pending')).toEqual(['Waits Ltd']);
    await popup.locator('li.row.pending .row-actions button[aria-label^=Delete]').click();
    // Other toasts may still be there, and offer to undo something else.
    await expect.poll(() => texts(popup, '.toast:last-child span')).toEqual(['Waits Ltd was deleted.']);
    await popup.locator('.toast:last-child ::-p-text(Undo)').click();
    await expect.poll(() => rows(popup, 'pending')).toEqual(['Waits Ltd']);
    await house.api.resumeIntegration(house.integrationId);
    await popup.locator('.status-filter button:first-child').click();
    await expect.poll(() => rows(popup, 'processed')).toContain('Waits Ltd');
    await popup.close();
  });

  await test.step('a send while the server is away outlives the background, and arrives once', async () => {
    await house.stopApi();
    const offline = await firefox.openPopupOn(`${websites.url}/beta`);
    await send(offline);
    await offline.locator('.outbox ::-p-text(Beta GmbH)').wait();
    await offline.close();
    await expect.poll(() => firefox.hasBackground(), { timeout: 60_000 }).toBe(false);
    expect(await firefox.badge()).toBe('…');
    await house.startApi();
    const back = await firefox.open('popup.html');
    await expect.poll(() => rows(back, 'processed')).toContain('Beta GmbH');
    expect(await writesTo(house, 'Beta GmbH')).toEqual([1]);
    expect(await back.$('.outbox')).toBeNull();
    await expect.poll(() => firefox.badge()).toBe('');
  });
});

function queue(house: House, name: string, domain: string): Promise<unknown> {
  return house.api.createSync({ integrationId: house.integrationId, company: { name, domain } });
}
