import { expect, test } from './browser.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'mapping-versions' });

const WIDE = { width: 1280, height: 900 };

test('two who save the same mapping lose nothing: the second sees what the first saved, and decides', async ({
  house,
  browsers,
}) => {
  const browser = await browsers();
  await signIn(browser, house);
  const { id, version } = await house.api
    .getMapping(house.integrationId, 'company')
    .then(({ integrationId, version }) => ({ id: integrationId, version }));
  const page = await browser.open(`options.html#mapping/${id}/company/city`, WIDE);
  const city = page.locator('[data-target="city"]');
  await city.getByText('Fixed value').click();
  await city.getByRole('textbox', { name: 'Fixed value' }).fill('Enschede');

  const { rows } = await house.api.getMapping(id, 'company');
  await house.api.saveMapping(id, 'company', { rows: rows.filter(({ target }) => target !== 'phone'), version });
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  const conflict = page.getByRole('alert');
  await expect(conflict).toContainText('Somebody else saved version 2 meanwhile. What you changed is still here.');
  await conflict.getByText('Compare').click();
  await expect(conflict.getByRole('listitem').filter({ hasText: 'City' })).toContainText('Enschede');
  await expect(conflict.getByRole('listitem').filter({ hasText: 'Phone' })).toContainText('added');
  await expect(city.getByRole('textbox', { name: 'Fixed value' })).toHaveValue('Enschede');

  await conflict.getByRole('button', { name: 'Save mine as version 3' }).click();
  await expect(conflict).toHaveCount(0);
  await expect(page.getByText('Version 3 is in force.')).toBeVisible();
  const saved = await house.api.getMapping(id, 'company');
  expect(saved.rows).toHaveLength(rows.length);
  expect(saved.rows.find(({ target }) => target === 'city')?.source).toEqual({ fixed: 'Enschede' });

  await page.locator('summary', { hasText: 'Versions' }).click();
  const second = page.locator('.versions li').filter({ hasText: 'Version 2' });
  await second.getByRole('button', { name: 'Compare' }).click();
  await expect(second).toContainText('From version 2 to the rows in the editor');
  await expect(second.locator('.difference li').filter({ hasText: 'City' })).toContainText('Enschede');
});

test('a page with unsaved rows asks before it closes, and keeps them while another page is looked at', async ({
  house,
  browsers,
}) => {
  const browser = await browsers();
  await signIn(browser, house);
  const page = await browser.open(`options.html#mapping/${house.integrationId}/company/phone`, WIDE);
  const phone = page.locator('[data-target="phone"]');
  await phone.getByText('Fixed value').click();
  const typed = phone.getByRole('textbox', { name: 'Fixed value' });
  await typed.fill('+31 547 1234');
  await page.getByRole('link', { name: 'Connected integrations' }).click();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('Connected integrations');
  await page.goBack();
  await expect(typed).toHaveValue('+31 547 1234');

  const asked = page.waitForEvent('dialog');
  const closing = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await closing;
  await expect(typed).toHaveValue('+31 547 1234');

  await page.getByRole('button', { name: 'Discard changes' }).click();
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
});

test('values of ours are proposed their options, chosen for the rest, and sent as those', async ({
  house,
  browsers,
}) => {
  const { id } = await house.api.connectIntegration({
    provider: 'hubspot',
    name: 'HubSpot',
    settings: { baseUrl: `${house.practiceCrmUrl}/hubspot` },
    credentials: { token: 'practice-token' },
  });
  const industries = { Acme: 'Computer Software', Ovens: 'Bread' };
  const companies = Object.entries(industries).map(([name, industry]) => ({
    name,
    domain: `${name.toLowerCase()}.example`,
    industry,
  }));
  for (const company of companies) await house.api.upsertCompany(company);
  const browser = await browsers();
  await signIn(browser, house);
  const page = await browser.open(`options.html#mapping/${id}/company/industry`, WIDE);
  const line = page.locator('[data-target="industry"]');
  await line.getByRole('button', { name: 'Send a value' }).click();
  const values = line.getByRole('region', { name: 'Translation of values' });
  await values.getByRole('button', { name: 'Propose' }).click();
  await expect(values.getByRole('status')).toHaveText('1 value was recognised.');
  await values.getByRole('combobox', { name: 'Option in the CRM: Bread' }).click();
  await page.getByRole('option', { name: /Food Production/i }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Version 2 is in force.')).toBeVisible();

  const { results } = await house.api.createSyncs(companies.map((company) => ({ integrationId: id, company })));
  const sent = async () => {
    const syncs = await Promise.all(results.map((result) => house.api.getSync(result.id!)));
    return syncs.map(({ fields }) => fields.find(({ target }) => target === 'industry')?.sent);
  };
  await expect.poll(sent, { timeout: 60_000 }).toEqual(['COMPUTER_SOFTWARE', 'FOOD_PRODUCTION']);
});
