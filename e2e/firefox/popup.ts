import type { Page } from 'puppeteer-core';
import { expect } from '../tests/browser.ts';
import type { House } from '../tests/house.ts';
import type { ExtensionFirefox } from './firefox.ts';

/** Signs in as a person does, and answers the options page. */
export async function signIn(firefox: ExtensionFirefox, house: House): Promise<Page> {
  const options = await firefox.open('options.html', { width: 900, height: 800 });
  await options.locator('input[name=server]').fill(house.apiUrl);
  await options.locator('input[name=email]').fill(house.email);
  await options.locator('input[name=password]').fill(house.password);
  await options.locator('form.sign-in button[type=submit]').click();
  await options.locator(`::-p-text(${house.email})`).wait();
  return options;
}

/** Sends the company of the page from the preview, as it stands. */
export async function send(popup: Page): Promise<void> {
  await popup.locator('[data-preview]').click();
  await popup.locator('form.sheet button[type=submit]').click();
}

/** The companies the list shows in a status, newest first. */
export function rows(popup: Page, status: string): Promise<string[]> {
  return texts(popup, `li.row.${status} .row-company`);
}

/** What the elements of a selector say. */
export function texts(page: Page, selector: string): Promise<string[]> {
  return page.$$eval(selector, (elements) => elements.map(({ textContent }) => textContent ?? ''));
}

/**
 * Waits until what a selector finds says this. Puppeteer's own search for a text remembers what elements said before, and
 * may not see one that changes in its place.
 */
export async function waitForText(page: Page, selector: string, text: string): Promise<void> {
  await expect.poll(async () => (await texts(page, selector)).join('\n'), { timeout: 30_000 }).toContain(text);
}

/** How often each record of that name was written in the CRM. */
export async function writesTo(house: House, name: string): Promise<number[]> {
  const { items } = await house.crm<{ items: { properties: { name: string }; writes: number }[] }>('/api/companies');
  return items.filter(({ properties }) => properties.name === name).map(({ writes }) => writes);
}
