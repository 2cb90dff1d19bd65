import { type Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import type { House } from './house.ts';
import { companyFile } from './sample-companies.ts';
import { signIn } from './sign-in.ts';

interface CrmRecord {
  id: string;
  key: string;
  properties: Record<string, unknown>;
  writes: number;
}
interface Ledger {
  records: { created: number; updated: number };
  duplicateKeys: number;
  duplicateDomains: number;
}

test.use({ houseName: 'main-job' });

test('the main job: import, watch, open, delete, restore, retry, and count in the CRM', async ({ house, browsers }) => {
  const file = companyFile();
  const browser = await browsers();
  await signIn(browser, house);
  const popup = await browser.open('popup.html');

  await test.step('companies are imported and sent; the counts go to all processed', async () => {
    await house.setFaults({ latencyMs: 200 });
    const imported = await house.api.importCompanies(new Blob([file.bytes]), {
      contentType: 'text/csv',
      integrationId: house.integrationId,
    });
    expect(imported).toMatchObject({ created: file.companies, failed: file.reported, sent: file.companies });
    expect(imported.errors).toHaveLength(file.reported);
    expect(imported.errors[0]?.otherLine).toBeGreaterThan(1);
    await expect(count(popup, 'Processed')).toHaveText(String(file.companies), { timeout: 60_000 });
    await expect(count(popup, 'To be processed')).toHaveText('0');
    await house.setFaults({ latencyMs: 0 });
    expect(await badgeOf(house, browser)).toBe('');
  });

  await test.step('an opened entry tells the fields the CRM has', async () => {
    const row = popup.locator('li.row').first();
    const name = await row.locator('.row-company').innerText();
    await row.locator('[data-row]').click();
    const entry = popup.getByRole('article', { name });
    await expect(entry.locator('.fields li').first()).toBeVisible();
    const record = await recordNamed(house, name);
    const shown = await entry.locator('.fields li').allInnerTexts();
    for (const value of Object.values(record.properties).filter(
      (value) => typeof value === 'string' && value !== record.key,
    )) {
      if (isMapped(record, value as string)) expect(shown.join('\n')).toContain(value as string);
    }
    await entry.getByRole('button', { name: 'Back' }).click();
    await expect(row).toBeVisible();
  });

  const refused =
    await test.step('what the CRM refuses stands under Error with its message, and on the badge', async () => {
      const { items } = await house.api.listCompanies({ limit: 3 });
      await house.setFaults({ refuse: items.map(({ name }) => ({ field: 'name', value: name })) });
      const { items: more } = await house.api.listCompanies({ limit: 8 });
      // With something new to tell: what the CRM already holds is not sent again.
      for (const { id } of more) await house.api.changeCompany(id, { description: 'Met at the fair' });
      await house.api.createSyncs(more.map(({ id }) => ({ integrationId: house.integrationId, companyId: id })));
      await popup.getByRole('button', { name: /^Error/ }).click();
      await expect(count(popup, 'Error')).toHaveText('3');
      await expect(popup.locator('li.row.error')).toHaveCount(3);
      for (const row of await popup.locator('li.row.error').all())
        await expect(row.locator('.row-second')).toContainText('does not allow');
      await expect.poll(() => browser.badge()).toBe('3');
      return items;
    });

  await test.step('one that waits is deleted, and restored by its toast', async () => {
    await house.api.pauseIntegration(house.integrationId);
    const waiting = await house.api.createSync({
      integrationId: house.integrationId,
      company: { name: 'Waits GmbH', domain: 'waits.example' },
    });
    await popup.getByRole('button', { name: /^To be processed/ }).click();
    const row = popup.locator(`li.row[data-id="${waiting.id}"]`);
    await row.getByRole('button', { name: /Delete/ }).click();
    await expect(row).toHaveCount(0);
    await expect(count(popup, 'To be processed')).toHaveText('0');
    await popup.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    await expect(row).toBeVisible();
    await house.api.resumeIntegration(house.integrationId);
    await expect(count(popup, 'To be processed')).toHaveText('0');
  });

  await test.step('after the repair all failed are retried; every company is in the CRM, none twice', async () => {
    await house.setFaults({ refuse: [] });
    await popup.getByRole('button', { name: /^Error/ }).click();
    await popup.getByRole('button', { name: /Retry all failed/ }).click();
    await expect(count(popup, 'Error')).toHaveText('0');
    await expect(count(popup, 'Processed')).toHaveText(String(file.companies + 8 + 1));
    await expect.poll(() => browser.badge()).toBe('');
    const ledger = await house.crm<Ledger>('/api/ledger?limit=1');
    expect(ledger).toMatchObject({ duplicateKeys: 0, duplicateDomains: 0, records: { created: file.companies + 1 } });
    for (const { name } of refused) expect((await recordNamed(house, name)).properties['name']).toBe(name);
  });
});

/** The number in the status filter. */
function count(page: Page, status: string) {
  return page
    .getByRole('group', { name: /status/i })
    .getByRole('button', { name: new RegExp(`^${status}`) })
    .locator('.count');
}

async function recordNamed(house: House, name: string): Promise<CrmRecord> {
  const { items } = await house.crm<{ items: CrmRecord[] }>(`/api/companies?limit=200&q=${encodeURIComponent(name)}`);
  const found = items.find(({ properties }) => properties['name'] === name);
  if (!found) throw new Error(`The CRM has no ${name}`);
  return found;
}

/** The CRM adds fields of its own to what it was sent. */
function isMapped(record: CrmRecord, value: string): boolean {
  const own = ['external_key', 'created_at', 'updated_at'];
  return !own.some((field) => record.properties[field] === value);
}

async function badgeOf(house: House, browser: { badge(): Promise<string> }): Promise<string> {
  await house.api.summary();
  return browser.badge();
}
