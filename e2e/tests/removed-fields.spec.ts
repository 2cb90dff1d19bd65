import type { Page } from '@playwright/test';
import type { IntegrationInput } from '@integration-queue/shared/integration';
import { expect, test } from './browser.ts';
import type { House } from './house.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'removed-fields' });

const WIDE = { width: 1280, height: 900 };

interface Dialect {
  provider: Exclude<IntegrationInput['provider'], 'webhook'>;
  name: string;
  settings?: Record<string, string>;
  /** A field the default mapping writes, by the name our mapping knows it by. */
  field: string;
  /** What the CRM does with a field it no longer has. */
  unknownField: 'refused' | 'dropped';
}

const DIALECTS: Dialect[] = [
  { provider: 'hubspot', name: 'HubSpot', field: 'city', unknownField: 'refused' },
  { provider: 'salesforce', name: 'Salesforce', field: 'BillingCity', unknownField: 'refused' },
  { provider: 'pipedrive', name: 'Pipedrive', field: 'employee_count', unknownField: 'refused' },
  {
    provider: 'odoo',
    name: 'Odoo',
    settings: { database: 'practice', user: 'admin' },
    field: 'city',
    unknownField: 'refused',
  },
  {
    provider: 'espocrm',
    name: 'EspoCRM',
    settings: { user: 'admin' },
    field: 'billingAddressCity',
    unknownField: 'dropped',
  },
];

test('in each CRM a field that fails and is then removed is named, mended once, and everything arrives', async ({
  house,
  browsers,
}) => {
  test.setTimeout(300_000);
  const browser = await browsers();
  const page = await signIn(browser, house);
  await page.setViewportSize(WIDE);
  for (const dialect of DIALECTS) await test.step(dialect.name, () => mend(house, page, dialect));
});

async function mend(house: House, page: Page, dialect: Dialect): Promise<void> {
  const { provider, name, field } = dialect;
  const { id } = await connect(house, dialect);
  expect((await house.api.checkMappings(id)).integration.warnings).toEqual([]);

  // First the CRM refuses what is in the field: each entry fails, and they share one cause.
  await house.setFaults({ refuse: [{ field }] });
  const failed = await send(house, id, provider, ['Alpha', 'Beta', 'Gamma']);
  await expect.poll(async () => (await house.api.getIntegration(id)).counts.error, { timeout: 60_000 }).toBe(3);
  const { items: issues } = await house.api.listIssues({ integrationId: id });
  expect(issues).toMatchObject([{ count: 3, integrationName: name }]);
  // Odoo tells of a rule's field in words alone.
  expect(issues[0]!.field ?? issues[0]!.crmMessage).toContain(field);

  // Then it is deleted there: the schema check names it, and what is sent now waits instead of failing.
  await house.setFaults({ refuse: [], removedFields: [field] });
  const [late] = await send(house, id, provider, ['Delta']);
  if (dialect.unknownField === 'refused') {
    const error = async () => (await house.api.getIntegration(id)).error;
    await expect.poll(async () => (await error())?.code, { timeout: 60_000 }).toBe('unknown_field');
    expect((await error())?.message).toContain(field);
    expect(await house.api.getSync(late!)).toMatchObject({ status: 'pending', reason: { code: 'needs_attention' } });
  } else {
    await allProcessed(house, [late!]);
    expect((await house.api.getSync(late!)).fields).toContainEqual(
      expect.objectContaining({ target: field, verdict: 'dropped' }),
    );
  }
  const { integration } = await house.api.checkMappings(id);
  expect(integration.warnings).toMatchObject([{ code: 'field_removed', object: 'company', field }]);

  await page.goto(new URL('/overview.html#issues', page.url()).href);
  const card = page.locator(`[data-issue="${issues[0]!.id}"]`);
  await expect(card).toContainText('3 entries');
  await card.getByRole('button', { name: 'Check' }).click();
  await expect(card.getByRole('status')).toContainText('0 of 3 would pass now.');
  await card.getByRole('status').getByRole('link').click();

  const line = page.locator(`[data-target="${field}"]`);
  await expect(line).toContainText(`The CRM has no field “${field}”`);
  await page.getByRole('button', { name: 'Remove this row' }).click();
  await expect(line).toHaveCount(0);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Version 2 is in force.')).toBeVisible();

  await page.goto(new URL('/overview.html#issues', page.url()).href);
  await card.getByRole('button', { name: 'Check' }).click();
  // Where the CRM did not say which field its rule is about, only sending tells whether it is content.
  const told = issues[0]!.field ? '3 of 3 would pass now.' : 'Of 3, this cannot be told before sending.';
  await expect(card.getByRole('status')).toContainText(told);
  await card.getByRole('button', { name: 'Retry these 3' }).click();
  await expect(card).toContainText('3 were sent again.', { timeout: 60_000 });
  await allProcessed(house, [...failed, late!]);
  for (const sync of dialect.unknownField === 'refused' ? [...failed, late!] : failed) {
    const { fields, mappingVersion } = await house.api.getSync(sync);
    expect(mappingVersion).toBe(2);
    expect(fields.map(({ target }) => target)).not.toContain(field);
    expect(fields.map(({ target, verdict }) => [target, verdict])).toEqual(
      fields.map(({ target }) => [target, 'written']),
    );
  }
  expect((await house.api.getIntegration(id)).warnings).toEqual([]);
  await house.setFaults({ removedFields: [] });
}

function connect(house: House, { provider, name, settings }: Dialect) {
  const address = `${house.practiceCrmUrl}/${provider}`;
  const where = provider === 'salesforce' ? 'instanceUrl' : 'baseUrl';
  return house.api.connectIntegration({
    provider,
    name,
    settings: { ...settings, [where]: address },
    credentials: { token: 'practice-token' },
  });
}

/** Sends companies no other CRM was sent; answers the ids of the entries. */
async function send(house: House, integrationId: string, crm: string, names: string[]): Promise<string[]> {
  const { results } = await house.api.createSyncs(
    names.map((name) => ({
      integrationId,
      company: {
        name: `${name} ${crm}`,
        domain: `${name.toLowerCase()}-${crm}.example`,
        city: 'Köln',
        employees: 40,
      },
    })),
  );
  return results.map(({ id }) => id!);
}

async function allProcessed(house: House, ids: string[]): Promise<void> {
  const statuses = async () => Promise.all(ids.map(async (id) => (await house.api.getSync(id)).status));
  await expect.poll(statuses, { timeout: 60_000 }).toEqual(ids.map(() => 'processed'));
}
