import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import type { House } from './house.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'match' });

interface CrmRecords {
  items: { id: string; key: string | null; properties: { name: string } }[];
}

async function typeIn(house: House, name: string, domain: string): Promise<void> {
  const body = JSON.stringify({ properties: { name, domain } });
  const answer = await fetch(`${house.practiceCrmUrl}/api/companies`, { method: 'POST', body });
  expect(answer.ok).toBe(true);
}

const openEntry = (page: Page, company: string) =>
  page.locator('li.row', { hasText: company }).locator('[data-row]').click();

test('of several records that match, a person chooses one or a new one with a click', async ({ house, browsers }) => {
  const browser = await browsers();
  await signIn(browser, house);
  for (const domain of ['acme.example', 'other.example']) {
    for (const kind of ['Ltd', 'Inc']) await typeIn(house, `${domain} ${kind}`, domain);
  }
  for (const [name, domain] of [
    ['Acme', 'acme.example'],
    ['Other', 'other.example'],
  ]) {
    await house.api.createSync({ integrationId: house.integrationId, company: { name: name!, domain } });
  }
  await expect.poll(async () => (await house.api.summary()).counts.error, { timeout: 60_000 }).toBe(2);

  const popup = await browser.open('popup.html');
  await openEntry(popup, 'Acme');
  const choices = popup.getByRole('region', { name: 'Which record is it?' });
  const record = choices.getByRole('link', { name: 'acme.example Ltd' });
  await expect(record).toHaveAttribute('href', /^http.*\/companies\//);
  await choices.getByRole('button', { name: /^Choose acme\.example Ltd/ }).click();
  await expect(popup.getByRole('article')).toContainText('Processed · updated', { timeout: 30_000 });
  await expect(choices).toHaveCount(0);

  const page = await browser.open('overview.html', { width: 1280, height: 900 });
  await openEntry(page, 'Other');
  await page.getByRole('button', { name: 'None of them, create a new one' }).click();
  await expect(page.getByRole('article')).toContainText('Processed · created', { timeout: 30_000 });

  const { items } = await house.crm<CrmRecords>('/api/companies?limit=100');
  expect(items.map(({ properties }) => properties.name).sort()).toEqual([
    'Acme',
    'Other',
    'acme.example Inc',
    'other.example Inc',
    'other.example Ltd',
  ]);
});
