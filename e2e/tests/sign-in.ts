import type { Page } from '@playwright/test';
import type { ExtensionBrowser } from './browser.ts';
import type { House } from './house.ts';

/** Signs in as a person does: server address, e-mail and password on the options page. */
export async function signIn(
  browser: ExtensionBrowser,
  house: Pick<House, 'apiUrl' | 'email' | 'password'>,
): Promise<Page> {
  const page = await browser.open('options.html', { width: 900, height: 800 });
  await page.locator('input[name=server]').fill(house.apiUrl);
  await page.locator('input[name=email]').fill(house.email);
  await page.locator('input[name=password]').fill(house.password);
  await page.locator('form.sign-in button[type=submit]').click();
  await page.getByText(house.email).waitFor();
  return page;
}
