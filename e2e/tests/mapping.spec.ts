import { expect, test } from './browser.ts';
import type { House } from './house.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'mapping' });

const WIDE = { width: 1280, height: 900 };

test('a click on the company opens every field that was transferred, with the inbox link and the last visit', async ({
  house,
  browsers,
}) => {
  const browser = await browsers();
  await signIn(browser, house);
  const company = {
    ...{ name: 'Whole Ltd', domain: 'whole.example', website: 'https://whole.example/', phone: '+49 221 1234' },
    ...{ email: 'hello@whole.example', street: 'Domplatz 1', postalCode: '50667', city: 'Köln', region: 'NRW' },
    ...{ country: 'DE', industry: 'Bakery', employees: 42, revenue: 1_200_000, vatId: 'DE123456789' },
    ...{ linkedinUrl: 'https://www.linkedin.com/company/whole', registrationNumber: 'HRB 1', description: 'Bakes' },
    ...{ tags: ['trade'], inboxUrl: 'https://inbox.example/whole', visitCount: 7 },
    ...{ firstVisitAt: '2026-01-05T09:00:00.000Z', lastVisitAt: '2026-02-03T10:30:00.000Z' },
  };
  const { id } = await house.api.createSync({ integrationId: house.integrationId, company });
  await allProcessed(house, [id]);
  const popup = await browser.open('popup.html');
  await popup.getByText('Whole Ltd', { exact: true }).click();
  const entry = popup.getByRole('article', { name: 'Whole Ltd' });
  const line = (target: string) => entry.locator(`.fields li.written:has([title="${target}"])`);
  const { rows } = await house.api.getMapping(house.integrationId, 'company');
  await expect(entry.locator('.fields li')).toHaveCount(rows.length);
  for (const { target } of rows) await expect(line(target)).toBeVisible();
  await expect(line('inbox_url').getByRole('link')).toHaveAttribute('href', company.inboxUrl);
  await expect(line('last_visit_at')).toContainText('Feb 3, 2026');
});

test('a field removed in the CRM is named, mended in the editor, and everything that waited arrives', async ({
  house,
  browsers,
}) => {
  const browser = await browsers();
  await signIn(browser, house);
  await house.setFaults({ removedFields: ['industry'] });
  const ids = await send(house, ['Alpha Ltd', 'Beta Ltd', 'Gamma Ltd']);
  await expect.poll(async () => (await house.api.summary()).needsAttention, { timeout: 60_000 }).toHaveLength(1);

  const page = await browser.open(`options.html#integrations/${house.integrationId}`, WIDE);
  await page.getByRole('link', { name: /industry/ }).click();
  const line = page.locator('[data-target="industry"]');
  await expect(line).toContainText('The CRM has no field “industry”');
  await page.getByRole('button', { name: 'Remove this row' }).click();
  await expect(line).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(line).toHaveCount(1);
  await page.keyboard.press('Control+Shift+z');
  await expect(line).toHaveCount(0);
  await expect(page.getByText('3 waiting entries will use version 2.')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Version 2 is in force.')).toBeVisible();

  await allProcessed(house, ids);
  for (const id of ids) {
    const { fields, mappingVersion } = await house.api.getSync(id);
    expect(mappingVersion).toBe(2);
    expect(fields.map(({ target }) => target)).not.toContain('industry');
    expect(fields.every(({ verdict }) => verdict === 'written')).toBe(true);
  }
  await house.setFaults({ removedFields: [] });

  await page.locator('summary', { hasText: 'Versions' }).click();
  await page.getByRole('button', { name: 'Restore' }).nth(1).click();
  await expect(page.getByText('The rows of version 1 are back in the editor. Save to use them.')).toBeVisible();
  const save = page.getByRole('button', { name: 'Save', exact: true });
  const isCovered = await save.evaluate((button) => {
    const { x, y, width, height } = button.getBoundingClientRect();
    return document.elementFromPoint(x + width / 2, y + height / 2) !== button;
  });
  expect(isCovered).toBe(false);
  await save.click();
  await expect(page.getByText('Version 3 is in force.')).toBeVisible();
});

test('the preview shows what unsaved rows would write, and writes nothing', async ({ house, browsers }) => {
  const browser = await browsers();
  await signIn(browser, house);
  await allProcessed(house, await send(house, ['Preview <b>Ltd</b>']));
  const state = async () => [
    (await house.api.getMapping(house.integrationId, 'company')).version,
    (await house.crm<{ records: unknown }>('/api/ledger?limit=1')).records,
  ];
  const before = await state();

  const page = await browser.open(`options.html#mapping/${house.integrationId}/company/city`, WIDE);
  const line = page.locator('[data-target="city"]');
  await line.getByText('Template').click();
  await line.getByRole('textbox', { name: 'Template' }).fill('{{city}} ({{domain}})');
  await page.getByRole('combobox', { name: 'Company', exact: true }).click();
  await page.getByRole('option', { name: 'Preview <b>Ltd</b>' }).click();
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('Köln → Köln (preview.example)');
  await expect(preview.locator('b')).toHaveCount(0);
  expect(await state()).toEqual(before);
});

test('what the CRM ignores is marked in the receipt of a processed entry', async ({ house, browsers }) => {
  const browser = await browsers();
  await signIn(browser, house);
  await house.setFaults({ ignoreFields: ['city'] });
  const [id] = await send(house, ['Ignored Ltd']);
  await allProcessed(house, [id!]);
  const popup = await browser.open('popup.html');
  await popup.locator(`li.row[data-id="${id}"] [data-row]`).click();
  await expect(popup.locator('.fields li.dropped')).toContainText('ignored by the CRM');
});

/** Sends companies of these names, each with a city and an industry; answers the ids of the entries. */
async function send(house: House, names: string[]): Promise<string[]> {
  const { results } = await house.api.createSyncs(
    names.map((name) => ({
      integrationId: house.integrationId,
      company: { name, domain: `${name.split(' ')[0]!.toLowerCase()}.example`, industry: 'Bakery', city: 'Köln' },
    })),
  );
  return results.map(({ id }) => id!);
}

async function allProcessed(house: House, ids: string[]): Promise<void> {
  const statuses = async () => Promise.all(ids.map(async (id) => (await house.api.getSync(id)).status));
  await expect.poll(statuses, { timeout: 60_000 }).toEqual(ids.map(() => 'processed'));
}
