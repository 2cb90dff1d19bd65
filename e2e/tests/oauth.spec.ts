import type { Page } from '@playwright/test';
import { type ExtensionBrowser, expect, test } from './browser.ts';
import { type House, OAUTH_CRMS } from './house.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'oauth' });

type Crm = (typeof OAUTH_CRMS)[number];

const WIDE = { width: 1000, height: 900 };
const NAMES: Record<Crm, string> = { hubspot: 'HubSpot', salesforce: 'Salesforce', pipedrive: 'Pipedrive' };
/** Enough for calls before and after a token's end, however many records the CRM takes in one. */
const MANY: Record<Crm, number> = { hubspot: 1000, salesforce: 1000, pipedrive: 40 };

test.afterEach(({ house }) => house.setFaults({ expiredToken: false, latencyMs: 0 }));

for (const crm of OAUTH_CRMS) {
  test(`${NAMES[crm]} is connected over its own page, and its token may end in the middle of a drain`, async ({
    house,
    browsers,
  }) => {
    const browser = await browsers();
    await signIn(browser, house);
    const { options, vendor } = await setOff(browser, crm, `Our ${NAMES[crm]}`);
    await vendor.getByRole('button', { name: 'Allow' }).click();
    await expect(vendor.getByRole('heading', { name: `${NAMES[crm]} is connected` })).toBeVisible();
    await expect(vendor.getByText('You can close this page.')).toBeVisible();
    const card = options.getByRole('region', { name: `Our ${NAMES[crm]}` });
    await expect(card.locator('.state')).toHaveText('Connected');

    const integrationId = await idOf(house, `Our ${NAMES[crm]}`);
    const first = await send(house, integrationId, [`First ${crm}`]);
    await allProcessed(house, integrationId, 1);
    const { crm: record, fields } = await house.api.getSync(first[0]!);
    expect(record).toMatchObject({ action: 'created' });
    expect(fields.map(({ verdict }) => verdict)).not.toContain('dropped');
    expect(await house.crm(`/api/companies?q=${encodeURIComponent(`First ${crm}`)}`)).toMatchObject({ total: 1 });

    await house.setFaults({ latencyMs: 600 });
    const before = await house.crm<Ledger>('/api/ledger?limit=0');
    const names = Array.from({ length: MANY[crm] }, (_, index) => `Number ${index} ${crm}`);
    const ids = await send(house, integrationId, names);
    await expect.poll(() => written(house), { intervals: [50] }).toBeGreaterThan(before.records.created);
    await house.setFaults({ expiredToken: true });
    expect((await house.api.summary(integrationId)).counts.pending).toBeGreaterThan(0);
    await house.setFaults({ latencyMs: 0 });
    await allProcessed(house, integrationId, 1 + MANY[crm]);
    const after = await house.crm<Ledger>('/api/ledger?limit=0');
    expect(after.records.created - before.records.created).toBe(MANY[crm]);
    expect(after.calls.byStatus['401'] ?? 0).toBeGreaterThan(before.calls.byStatus['401'] ?? 0);
    expect(after).toMatchObject({ duplicateKeys: 0, duplicateDomains: 0 });
    const tries = await Promise.all([ids[0]!, ids.at(-1)!].map((id) => house.api.getSync(id)));
    expect(tries.map(({ attempts }) => attempts.map(({ outcome }) => outcome))).toEqual([['processed'], ['processed']]);
  });

  test(`who denies access on the page of ${NAMES[crm]} is told so, and nothing is connected`, async ({
    house,
    browsers,
  }) => {
    const browser = await browsers();
    await signIn(browser, house);
    const { vendor } = await setOff(browser, crm, `Denied ${NAMES[crm]}`);
    await vendor.getByRole('button', { name: 'Deny' }).click();
    await expect(vendor.getByRole('heading', { name: `${NAMES[crm]} was not connected` })).toBeVisible();
    await expect(vendor.getByText('The user has denied access')).toBeVisible();
    const { items } = await house.api.listIntegrations();
    expect(items.map(({ name }) => name)).not.toContain(`Denied ${NAMES[crm]}`);
  });
}

test('a link that was used, or that nobody here made, ends on a page that says so', async ({ house, browsers }) => {
  const browser = await browsers();
  await signIn(browser, house);
  const { vendor } = await setOff(browser, 'hubspot', 'Used once');
  await vendor.getByRole('button', { name: 'Allow' }).click();
  await expect(vendor.getByRole('heading', { name: 'HubSpot is connected' })).toBeVisible();
  const over = vendor.getByRole('heading', { name: 'This link is no longer valid' });
  await vendor.reload();
  await expect(over).toBeVisible();
  await vendor.goto(`${house.apiUrl}/v1/oauth/callback?state=made-up&code=made-up`);
  await expect(over).toBeVisible();
  const { items } = await house.api.listIntegrations();
  expect(items.filter(({ name }) => name === 'Used once')).toHaveLength(1);
});

interface Ledger {
  calls: { byStatus: Record<string, number> };
  records: { created: number };
}

/** Chooses the CRM on the options page, names the account and goes to the vendor's page. */
async function setOff(browser: ExtensionBrowser, crm: Crm, name: string): Promise<{ options: Page; vendor: Page }> {
  const options = await browser.open('options.html#connect', WIDE);
  await options.getByRole('link', { name: NAMES[crm] }).click();
  await expect(options.getByText('practice accounts')).toBeVisible();
  await options.getByLabel('Name', { exact: true }).fill(name);
  const opened = browser.context.waitForEvent('page');
  await options.getByRole('button', { name: `Sign in at ${NAMES[crm]}` }).click();
  const vendor = await opened;
  await expect(vendor.getByRole('heading', { name: `Connect to ${NAMES[crm]}` })).toBeVisible();
  return { options, vendor };
}

async function idOf(house: House, name: string): Promise<string> {
  const { items } = await house.api.listIntegrations();
  return items.find((integration) => integration.name === name)!.id;
}

async function send(house: House, integrationId: string, names: string[]): Promise<string[]> {
  const { results } = await house.api.createSyncs(
    names.map((name) => ({
      integrationId,
      company: { name, domain: `${name.toLowerCase().replaceAll(' ', '-')}.example` },
    })),
  );
  return results.map(({ id }) => id!);
}

const written = async (house: House) => (await house.crm<Ledger>('/api/ledger?limit=0')).records.created;

/** Waits until everything arrived; nobody was ever asked to do anything. */
async function allProcessed(house: House, integrationId: string, count: number): Promise<void> {
  const state = async () => {
    const { counts, needsAttention } = await house.api.summary(integrationId);
    expect(needsAttention).toEqual([]);
    return counts;
  };
  await expect
    .poll(state, { timeout: 60_000 })
    .toMatchObject({ pending: 0, processing: 0, processed: count, error: 0 });
}
