import { expect, test } from './browser.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'issues' });

const WIDE = { width: 1280, height: 900 };

test('failures stand together under their cause; retrying one cause leaves the other alone', async ({
  house,
  browsers,
}) => {
  const browser = await browsers();
  await signIn(browser, house);
  await house.setFaults({
    refuse: [
      { field: 'city', value: 'Nowhere' },
      { field: 'street', value: 'No Street 1' },
    ],
  });
  const companies = [
    { name: 'Alpha Ltd', domain: 'alpha.example', city: 'Nowhere' },
    { name: 'Beta Ltd', domain: 'beta.example', city: 'Nowhere' },
    { name: 'Gamma Ltd', domain: 'gamma.example', street: 'No Street 1' },
  ];
  await house.api.createSyncs(companies.map((company) => ({ integrationId: house.integrationId, company })));
  await expect.poll(async () => (await house.api.summary()).counts.error, { timeout: 60_000 }).toBe(3);

  const popup = await browser.open('popup.html');
  await expect(popup.getByRole('link', { name: 'Issues (2)' })).toBeVisible();
  const page = await browser.open('overview.html#issues', WIDE);
  const cards = page.getByRole('article');
  await expect(cards).toHaveCount(2);
  const city = cards.filter({ hasText: 'Field city' });
  await expect(city).toContainText('2 entries');
  await expect(city).toContainText('Alpha Ltd');

  await city.getByRole('button', { name: 'Check' }).click();
  await expect(city.getByRole('status')).toContainText('Of 2, this cannot be told before sending.');
  await house.setFaults({ refuse: [{ field: 'street', value: 'No Street 1' }] });
  await city.getByRole('button', { name: 'Retry these 2' }).click();
  await expect(city).toContainText('2 were sent again.', { timeout: 60_000 });
  await expect
    .poll(async () => (await house.api.summary()).counts, { timeout: 60_000 })
    .toMatchObject({ pending: 0, processed: 2, error: 1 });

  const street = cards.filter({ hasText: 'Field street' });
  const { id, company } = (await house.api.listSyncs({ status: 'error' })).items[0]!;
  await house.api.changeCompany(company.id, { street: 'Some Street 1' });
  // As it was then, it is refused as it was then.
  await street.getByText('Retry as it was').click();
  await street.getByRole('checkbox', { name: 'the company data of then' }).check();
  await street.getByRole('button', { name: 'Retry this way' }).click();
  await expect(street).toContainText('1 failed again', { timeout: 60_000 });
  const sent = (await house.api.getSync(id)).attempts.map(({ exchange }) => exchange?.sent);
  expect(sent).toEqual([expect.stringContaining('No Street 1'), expect.stringContaining('No Street 1')]);
  await street.getByRole('button', { name: 'Mute' }).click();
  await expect(street.getByRole('button', { name: 'Reopen' })).toBeVisible();
  const opened = browser.context.waitForEvent('page');
  await street.getByRole('link', { name: 'Show the entry' }).click();
  const entries = await opened;
  await expect(entries.locator('li.row')).toHaveCount(1);
  await entries.locator('li.row [data-row]').click();
  await expect(entries.getByRole('article').getByRole('link', { name: 'Open issue' })).toBeVisible();
});
