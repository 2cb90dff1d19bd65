import { expect, test } from './browser.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'rules' });

const WIDE = { width: 1280, height: 900 };

test('a record deleted in the CRM is reported, retried as it was, and by rule created again', async ({
  house,
  browsers,
}) => {
  const browser = await browsers();
  await signIn(browser, house);
  const send = (name: string) =>
    house.api.createSync({ integrationId: house.integrationId, company: { name, domain: 'acme.example' } });
  const idle = async () =>
    expect
      .poll(
        async () => {
          const { pending, processing } = (await house.api.summary()).counts;
          return pending + processing;
        },
        { timeout: 60_000 },
      )
      .toBe(0);
  const deleteAll = async () => {
    const { items } = await house.crm<{ items: { id: string }[] }>('/api/companies?limit=100');
    for (const { id } of items) await fetch(`${house.practiceCrmUrl}/api/companies/${id}`, { method: 'DELETE' });
  };
  const names = async () =>
    (await house.crm<{ items: { properties: { name: string } }[] }>('/api/companies?limit=100')).items.map(
      ({ properties }) => properties.name,
    );

  const first = await send('Acme');
  await idle();
  await deleteAll();
  await send('Acme Ltd');
  await idle();
  expect(await names()).toEqual([]);
  await house.api.changeCompany(first.company.id, { name: 'Acme Inc' });

  const page = await browser.open('overview.html?status=error', WIDE);
  await page.locator('li.row [data-row]').click();
  const entry = page.getByRole('article');
  await entry.getByText('Retry as it was').click();
  await entry.getByLabel('the company data of then').check();
  await entry.getByRole('button', { name: 'Retry this way' }).click();
  await expect(entry).toContainText('Processed · created', { timeout: 30_000 });
  expect(await names()).toEqual(['Acme Ltd']);

  const options = await browser.open('options.html#integrations', WIDE);
  await options.getByText('Rules for sending').click();
  await options.getByLabel('Create it again by itself').check();
  await expect(options.getByText('Saved. What waits is sent by these rules.')).toBeVisible();
  await deleteAll();
  await send('Acme BV');
  await idle();
  expect(await names()).toEqual(['Acme BV']);
});

test('a company on the list of blocked domains is not sent by services, says so, and is sent anyway on request', async ({
  house,
  browsers,
}) => {
  const browser = await browsers();
  await signIn(browser, house);
  const options = await browser.open('options.html#integrations', WIDE);
  await options.getByText('Rules for sending').click();
  const domains = options.getByLabel('Blocked domains');
  await domains.fill('https://www.blocked.example/\n\nnot a domain');
  const save = options.getByRole('button', { name: 'Save domains' });
  await save.click();
  await expect(options.getByText('Line 3: “not a domain” is not a domain.')).toBeVisible();
  await expect(domains).toHaveValue('https://www.blocked.example/\n\nnot a domain');
  await domains.fill('https://www.blocked.example/');
  await save.click();
  await expect(domains).toHaveValue('blocked.example');

  const company = { name: 'Initech', domain: 'shop.blocked.example' };
  await house.api.createSync({ integrationId: house.integrationId, company });
  const page = await browser.open('overview.html?status=processed', WIDE);
  await page.getByLabel('Only those not sent').check();
  await page.locator('li.row [data-row]', { hasText: 'Initech' }).click();
  const entry = page.getByRole('article');
  await expect(entry).toContainText('Processed · Not sent: blocked.example is on the list of blocked domains');
  await entry.getByRole('button', { name: 'Send anyway' }).click();
  await expect(entry).toContainText('Processed · created', { timeout: 30_000 });
});
