import { expect, test } from './browser.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'triggers' });

const WIDE = { width: 1100, height: 900 };

const visit = (name: string, country: string, page: string) => ({
  company: { name, domain: `${name.toLowerCase().replace(/\W+/g, '-')}.example`, country },
  at: new Date().toISOString(),
  page,
});

test('a trigger is made, tested, switched on, and sends who matches', async ({ house, browsers }) => {
  await house.api.recordVisits([
    visit('Seen GmbH', 'DE', '/pricing'),
    visit('Elsewhere BV', 'NL', '/pricing'),
    visit('Reader GmbH', 'DE', '/blog'),
  ]);
  const browser = await browsers();
  await signIn(browser, house);
  const page = await browser.open('options.html#triggers', WIDE);
  await expect(page.getByText('There are no triggers yet.')).toBeVisible();
  await page.getByRole('link', { name: 'New trigger' }).click();

  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await page.keyboard.type('Prices');
  await page.getByRole('textbox', { name: 'Value' }).fill('/pricing');
  await page.getByRole('button', { name: 'Add a group' }).click();
  const group = page.getByRole('group', { name: 'Group of conditions' }).last();
  await expect(group.getByRole('combobox', { name: 'How they go together' })).toBeFocused();
  await group.getByRole('combobox', { name: 'Field' }).selectOption('country');
  await group.getByRole('combobox', { name: 'Comparison' }).selectOption('in');
  await group.getByRole('textbox', { name: 'Value' }).fill('DE, AT');
  await page.getByRole('button', { name: '+ Deal' }).click();
  await page.getByRole('textbox', { name: /^Title/ }).fill('{{name}} looked at prices');
  await page.getByRole('spinbutton', { name: 'Amount' }).fill('5000');
  await page.getByRole('textbox', { name: 'Currency' }).fill('EUR');

  await page.getByRole('button', { name: 'Test', exact: true }).click();
  const result = page.getByRole('region', { name: 'Test' });
  await expect(result).toContainText('Matching: 1 of the last 3 companies; 2 entries would have been sent.');
  await expect(result.getByRole('listitem')).toHaveText([/Seen GmbH.*Deal: Seen GmbH looked at prices/]);
  expect((await house.api.listSyncs()).items).toEqual([]);

  await page.getByRole('button', { name: 'Save' }).click();
  const onOff = page.getByRole('switch', { name: 'Switch “Prices” on' });
  await expect(onOff).not.toBeChecked();
  await house.api.recordVisits([visit('Too early GmbH', 'DE', '/pricing')]);
  await onOff.focus();
  await page.keyboard.press('Space');
  await expect
    .poll(async () => (await house.api.listTriggers()).items[0])
    .toMatchObject({
      name: 'Prices',
      enabled: true,
      conditions: {
        all: [
          { field: 'visit.page', operator: 'contains', value: '/pricing' },
          { any: [{ field: 'country', operator: 'in', value: ['DE', 'AT'] }] },
        ],
      },
    });

  await house.api.recordVisits([visit('Buyer GmbH', 'AT', '/pricing/eu'), visit('Passer-by BV', 'NL', '/pricing')]);
  const overview = await browser.open('overview.html', WIDE);
  await expect(overview.locator('li.row')).toHaveCount(2);
  for (const row of await overview.locator('li.row').all()) await expect(row).toContainText('Buyer GmbH');
  await overview.locator('li.row [data-row]').first().click();
  await expect(overview.getByRole('article').getByText('automation Prices')).toBeVisible();
  const { items } = await house.api.listSyncs({ trigger: 'automation' });
  expect(items.map(({ object, trigger }) => [object, trigger.by?.name]).sort()).toEqual([
    ['company', 'Prices'],
    ['deal', 'Prices'],
  ]);
  await expect
    .poll(async () => (await house.crm<{ items: { properties: object }[] }>('/api/deals')).items)
    .toMatchObject([{ properties: { title: 'Buyer GmbH looked at prices' } }]);
});

test('triggers are put in order and deleted; a change is kept, and what the CRM does not offer is named', async ({
  house,
  browsers,
}) => {
  const make = (name: string) =>
    house.api.createTrigger({
      name,
      on: 'company',
      integrationId: house.integrationId,
      conditions: { all: [] },
      actions: [{ object: 'task', task: { subject: 'Call', owner: { among: ['anna', 'ben'] } } }],
    });
  for (const { id } of (await house.api.listTriggers()).items) await house.api.deleteTrigger(id);
  for (const name of ['One', 'Two', 'Three']) await make(name);
  const browser = await browsers();
  await signIn(browser, house);
  const page = await browser.open('options.html#triggers', WIDE);
  const names = page.locator('.trigger h3');
  await expect(names).toHaveText(['One', 'Two', 'Three']);
  await page.getByRole('button', { name: 'Look at “Three” earlier' }).click();
  await expect(names).toHaveText(['One', 'Three', 'Two']);
  await page.getByRole('button', { name: 'Delete “One”' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(names).toHaveText(['Three', 'Two']);

  await page.getByRole('link', { name: 'Two' }).click();
  const people = page.getByRole('textbox', { name: 'Who, as in the CRM' });
  await people.fill('chris\nzoe\nyann');
  await page.getByRole('link', { name: 'Notifications' }).click();
  await page.getByRole('link', { name: 'Triggers Unsaved changes' }).click();
  await page.getByRole('link', { name: 'Two' }).click();
  await expect(people).toHaveValue('chris\nzoe\nyann');
  const [question] = await Promise.all([
    page.waitForEvent('dialog'),
    page.evaluate(() => setTimeout(() => location.reload())),
  ]);
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();

  await page.getByRole('combobox', { name: 'How often for a company' }).selectOption('days');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(people).toBeFocused();
  await expect(people).toHaveAccessibleDescription('The CRM does not know: zoe, yann. Write them as the CRM does.');
  await people.fill('chris\nben');
  await page.getByRole('button', { name: '+ Deal' }).click();
  await page.getByRole('combobox', { name: 'Stage' }).selectOption('Won');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(names).toHaveText(['Three', 'Two']);
  await expect(page.getByRole('img', { name: 'Unsaved changes' })).toBeHidden();
  const [, two] = (await house.api.listTriggers()).items;
  expect(two).toMatchObject({
    actions: [
      { task: { subject: 'Call', owner: { among: ['chris', 'ben'] } } },
      { deal: { title: '{{name}}', stage: 'won' } },
    ],
    repeat: { kind: 'days', days: 30 },
  });
});
