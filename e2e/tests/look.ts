import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './browser.ts';

/** Where pictures of every screen are written, to be looked at; made on request, since they take half of the time. */
const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));

const PICTURES = Boolean(process.env['PICTURES']);

interface Look {
  /** The whole page, not only what the window shows. */
  fullPage?: boolean;
  /** Selector of what is ours on the page; everything unless told. */
  within?: string;
  /**
   * What of the dark colours: their contrast is checked, or only a picture is made, or they are left out. A contrast is
   * the same in every language and need be checked in one.
   */
  dark?: 'checked' | 'pictured' | 'left out';
}

/**
 * Looks at a screen as it is now: expects that everybody can read and use it (WCAG 2.2 AA), and that nothing stands out at
 * the side. Of the dark one only the contrast is checked, which is all that colours change. With `PICTURES=1` it also
 * writes a picture of each.
 * @param name of the pictures, which end in `-light` and `-dark`.
 */
export async function look(page: Page, name: string, how: Look = {}): Promise<void> {
  const { fullPage = false, within = 'html', dark = 'checked' } = how;
  const isDarkSeen = dark === 'checked' || (dark === 'pictured' && PICTURES);
  for (const colorScheme of isDarkSeen ? (['light', 'dark'] as const) : (['light'] as const)) {
    // Colours are those of a screen at rest.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const path = `${SCREENSHOTS}${name}-${colorScheme}.png`;
    if (PICTURES) await page.screenshot({ path, fullPage, animations: 'disabled' });
    if (colorScheme === 'dark' && dark !== 'checked') continue;
    // The other mode is for frames of other origins, and opens one more page for every check.
    const standsOut = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect([name, standsOut]).toEqual([name, 0]);
    const axe = new AxeBuilder({ page }).setLegacyMode(true).include(within);
    if (colorScheme === 'light') axe.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']);
    else axe.withRules(['color-contrast']);
    const { violations } = await axe.analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    expect([name, colorScheme, found]).toEqual([name, colorScheme, []]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
}
