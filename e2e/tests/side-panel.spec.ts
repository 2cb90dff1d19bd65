import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import { look } from './look.ts';
import { signIn } from './sign-in.ts';

test.use({ houseName: 'side-panel' });

const OPTIONS = { width: 900, height: 900 };
/** The width Chrome opens its panel with, and about the narrowest it can be drawn to. */
const PANEL = { width: 360, height: 700 };
const NARROW = { width: 320, height: 700 };

interface Chrome {
  sidePanel?: {
    getOptions(of: object): Promise<{ path?: string; enabled?: boolean }>;
    open(where: { windowId: number }): Promise<void>;
  };
  permissions: { contains(wanted: { permissions: string[] }): Promise<boolean> };
  runtime: { getContexts(of: object): Promise<{ contextType: string; documentUrl?: string }[]> };
  windows: { getCurrent(): Promise<{ id: number }> };
}

let profile: string;
test.beforeAll(() => {
  profile = mkdtempSync(join(tmpdir(), 'side-panel-'));
});
test.afterAll(() => rmSync(profile, { recursive: true, force: true }));

test('who switches it on has the list in Chrome’s side panel', async ({ house, browsers }) => {
  let browser = await browsers({ profile });
  await (await signIn(browser, house)).close();
  let options = await browser.open('options.html#notifications', OPTIONS);

  await test.step('it is off, and nothing is asked for, until it is switched on', async () => {
    await expect(switchOf(options)).not.toBeChecked();
    expect(await panelOf(options)).toEqual({ isAllowed: false, path: undefined, isOpen: false });
  });

  await test.step('Chrome is told only at its next start: in older windows opening the panel crashes it', async () => {
    await switchOf(options).click();
    await expect(options.getByText('when the browser is started the next time')).toBeVisible();
    expect(await panelOf(options)).toEqual({ isAllowed: true, path: undefined, isOpen: false });
    // Chrome offers nothing yet, and refuses to open it.
    expect(await openPanel(options)).toContain('No active side panel');
    await browser.context.close();
    browser = await browsers({ profile });
    options = await browser.open('options.html#notifications', OPTIONS);
    await expect(options.getByText('with the right mouse button')).toBeVisible();
    await expect(switchOf(options)).toBeChecked();
    expect(await panelOf(options)).toEqual({ isAllowed: true, path: 'sidepanel.html', isOpen: false });
  });

  await test.step('the panel opens', async () => {
    expect(await openPanel(options)).toBe('');
    await expect.poll(() => panelOf(options)).toMatchObject({ isOpen: true });
  });

  // What it shows is looked at in a tab: Chrome’s own frame around the panel hides it from tests.
  const panel = await browser.open('sidepanel.html', PANEL);

  await test.step('it lists, filters and retries', async () => {
    await house.setFaults({ refuse: [{ field: 'name', value: 'Refused GmbH' }] });
    const { id } = await house.api.createSync({
      integrationId: house.integrationId,
      company: { name: 'Refused GmbH', domain: 'refused.example' },
    });
    await expect(panel.locator('.page-company')).toContainText('not allowed to read it');
    await panel.getByRole('button', { name: /^Error/ }).click();
    const row = panel.locator(`li.row[data-id="${id}"]`);
    await expect(row.locator('.row-second')).toContainText('does not allow');
    await look(panel, 'side-panel-error');
    await house.setFaults({ refuse: [] });
    await row.getByRole('button', { name: /Retry/ }).click();
    await expect(row).toHaveClass(/processed/);
    await panel.getByRole('button', { name: /^Processed/ }).click();
    await expect(row).toBeVisible();
    await panel.getByRole('button', { name: /^Error/ }).click();
    await expect(panel.locator('li.row')).toHaveCount(0);
  });

  await test.step('it deletes, as narrow as it gets', async () => {
    await panel.setViewportSize(NARROW);
    await house.api.pauseIntegration(house.integrationId);
    const { id } = await house.api.createSync({
      integrationId: house.integrationId,
      company: { name: 'Waits GmbH', domain: 'waits.example' },
    });
    await panel.getByRole('button', { name: /^To be processed/ }).click();
    const row = panel.locator(`li.row[data-id="${id}"]`);
    await expect(row).toBeVisible();
    await look(panel, 'side-panel-narrow');
    await row.getByRole('button', { name: /Delete/ }).click();
    await expect(row).toHaveCount(0);
    await panel.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    await expect(row).toBeVisible();
    await house.api.resumeIntegration(house.integrationId);
    await panel.close();
  });

  await test.step('switched off, the open panel goes, and so does the permission', async () => {
    await switchOf(options).click();
    await expect(switchOf(options)).not.toBeChecked();
    await expect(options.getByText('with the right mouse button')).toHaveCount(0);
    await expect.poll(() => panelOf(options)).toEqual({ isAllowed: false, path: undefined, isOpen: false });
  });
});

for (const language of ['en', 'de', 'nl'] as const) {
  test(`everybody can read and use the switch and the panel in ${language}`, async ({ house, browsers }) => {
    const dark = language === 'en' ? 'checked' : 'pictured';
    const browser = await browsers({ language });
    const signedOut = await browser.open('sidepanel.html', PANEL);
    const { x, width } = (await signedOut.locator('.popup-header a').last().boundingBox())!;
    expect(PANEL.width - x - width).toBeLessThan(width);
    await signedOut.close();
    await (await signIn(browser, house)).close();
    const options = await browser.open('options.html#notifications', OPTIONS);
    await options.locator('.side-panel input').click();
    await expect(options.locator('p[role=status]')).not.toBeEmpty();
    await look(options, `side-panel-switch-${language}`, { dark });
    const panel = await browser.open('sidepanel.html', PANEL);
    await expect(panel.locator('.page-company')).not.toBeEmpty();
    await look(panel, `side-panel-${language}`, { dark });
    await panel.setViewportSize(NARROW);
    await look(panel, `side-panel-narrow-${language}`, { dark });
  });
}

const switchOf = (options: Page) => options.getByRole('switch', { name: /side panel/ });

/** What Chrome knows of the panel. */
function panelOf(page: Page) {
  return page.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: Chrome };
    const isAllowed = await chrome.permissions.contains({ permissions: ['sidePanel'] });
    const { path, enabled } = (isAllowed && (await chrome.sidePanel?.getOptions({}))) || {};
    const contexts = await chrome.runtime.getContexts({});
    const isOpen = contexts.some(({ contextType }) => contextType === 'SIDE_PANEL');
    return { isAllowed, path: enabled ? path : undefined, isOpen };
  });
}

/** Opens the panel as its entry in Chrome’s menu would, which no test can click; answers what Chrome says against it. */
async function openPanel(page: Page): Promise<string> {
  await page.evaluate(async () => {
    const global = globalThis as unknown as { chrome: Chrome; said: Promise<string> };
    const { id } = await global.chrome.windows.getCurrent();
    // Chrome opens it only within the click.
    const open = () => {
      global.said = global.chrome.sidePanel!.open({ windowId: id }).then(() => '', String);
    };
    document.addEventListener('click', open, { once: true });
  });
  await page.locator('main h2').first().click();
  return page.evaluate(() => (globalThis as unknown as { said: Promise<string> }).said);
}
