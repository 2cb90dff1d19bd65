import { expect, test } from './browser.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'warnings' });

const WIDE = { width: 1280, height: 900 };

test('a field removed from the CRM is warned of before entries fail, and the warning goes once it is mended', async ({
  house,
  browsers,
}) => {
  const browser = await browsers();
  await signIn(browser, house);
  const options = await browser.open('options.html#integrations', WIDE);
  const card = options.getByRole('region', { name: 'Practice CRM' });
  await card.getByRole('button', { name: 'Check fields now' }).click();
  await expect(options.getByText('The field mapping fits Practice CRM.')).toBeVisible();

  await card.getByRole('button', { name: 'Pause' }).click();
  await expect(card).toContainText('Nothing is sent until somebody resumes.');
  await house.api.createSyncs(
    ['Alpha Ltd', 'Beta Ltd'].map((name) => ({ integrationId: house.integrationId, company: { name } })),
  );
  await house.setFaults({ removedFields: ['industry'] });
  await card.getByRole('button', { name: 'Check fields now' }).click();
  const warnings = card.getByRole('list', { name: 'What will soon fail at Practice CRM' });
  await expect(warnings).toContainText('The field “Industry” was deleted in the CRM. 2 waiting entries affected.');
  await expect(card.getByRole('img', { name: 'Something here will soon need you' })).toBeVisible();
  await expect.poll(() => browser.badge()).toBe('!');
  const overview = await browser.open('overview.html', WIDE);
  await expect(
    overview.getByRole('navigation').getByRole('button', { name: /Practice CRM.*will soon need you/ }),
  ).toBeVisible();

  await warnings.getByRole('link', { name: 'Mend the field mapping' }).click();
  await options.getByRole('button', { name: 'Remove this row' }).click();
  await options.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(options.getByText('Version 2 is in force.')).toBeVisible();
  await options.getByRole('link', { name: 'Connected integrations' }).click();
  await expect(card).toBeVisible();
  await expect(warnings).toHaveCount(0);
  await card.getByRole('button', { name: 'Resume' }).click();
  await expect
    .poll(async () => (await house.api.summary()).counts, { timeout: 60_000 })
    .toMatchObject({ pending: 0, processed: 2, error: 0 });
});

test('an entry the CRM did not store as sent is marked in the list', async ({ house, browsers }) => {
  const browser = await browsers();
  await signIn(browser, house);
  await house.setFaults({ removedFields: [], ignoreFields: ['city'] });
  await house.api.createSyncs([
    { integrationId: house.integrationId, company: { name: 'Delta Ltd', domain: 'delta.example', city: 'Delft' } },
  ]);
  const popup = await browser.open('popup.html');
  await expect(popup.getByRole('link', { name: /^Delta Ltd.*not everything was stored as sent/ })).toBeVisible({
    timeout: 60_000,
  });
});
