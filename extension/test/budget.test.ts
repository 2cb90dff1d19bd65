import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALWAYS, EVER, gzippedSize, scriptsOf } from './support/page-scripts';

/** Bytes after gzip; see the budgets of the design. */
const POPUP_BUDGET = 25_000;
/** What an open entry and the preview of a send bring beside, once somebody opens them. */
const ENTRY_BUDGET = 10_000;
const CONTENT_SCRIPT_BUDGET = 8_000;

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, unknown>;
const output = (browser: string) => join(__dirname, '../.output', browser);

describe.each(['chrome-mv3', 'firefox-mv3'])('%s', (browser) => {
  const folder = output(browser);

  beforeAll(() => {
    if (!existsSync(folder)) throw new Error('Build the extension first: pnpm -C extension build');
  });

  it(`loads at most ${POPUP_BUDGET} bytes of script for the popup`, () => {
    const scripts = scriptsOf(folder, 'popup.html', ALWAYS);
    expect(scripts.length).toBeGreaterThan(0);
    expect(gzippedSize(scripts)).toBeLessThanOrEqual(POPUP_BUDGET);
  });

  it(`loads at most ${ENTRY_BUDGET} bytes more for all that may be opened in the popup`, () => {
    const always = scriptsOf(folder, 'popup.html', ALWAYS);
    const ever = scriptsOf(folder, 'popup.html', EVER);
    expect(ever.length).toBeGreaterThan(always.length);
    expect(gzippedSize(ever) - gzippedSize(always)).toBeLessThanOrEqual(ENTRY_BUDGET);
  });

  it.each(['popup.html', 'overview.html', 'options.html'])('gets one script before %s is painted', (page) => {
    expect(scriptsOf(folder, page, ALWAYS)).toHaveLength(1);
  });

  it(`injects at most ${CONTENT_SCRIPT_BUDGET} bytes into a page`, () => {
    const scripts = join(folder, 'content-scripts');
    const files = existsSync(scripts) ? readdirSync(scripts).filter((name) => name.endsWith('.js')) : [];
    for (const name of files) expect(gzippedSize([join(scripts, name)])).toBeLessThanOrEqual(CONTENT_SCRIPT_BUDGET);
  });

  it.each(['options.html', 'overview.html'])('does not give %s the size of the popup', (page) => {
    const width = /body\s*\{[^}]*width:\s*380px/;
    expect(readFileSync(join(folder, 'popup.html'), 'utf8')).toMatch(width);
    expect(readFileSync(join(folder, page), 'utf8')).not.toMatch(width);
  });

  it('asks for no host before it is used, and for few permissions', () => {
    const manifest = manifestOf(folder);
    const allowed = ['storage', 'alarms', 'contextMenus', 'activeTab', 'scripting', 'notifications'];
    expect(manifest['host_permissions'] ?? []).toEqual([]);
    expect(manifest['content_scripts'] ?? []).toEqual([]);
    expect(allowed).toEqual(expect.arrayContaining(manifest['permissions'] as string[]));
  });
});

it('has a sidebar in Firefox, closed until somebody opens it, and no permission for it', () => {
  const manifest = manifestOf(output('firefox-mv3'));
  expect(manifest['sidebar_action']).toMatchObject({ default_panel: 'sidepanel.html', open_at_install: false });
  expect(manifest['optional_permissions']).toEqual(['notifications']);
});

it('has a side panel in Chrome only for those who allow it', () => {
  const manifest = manifestOf(output('chrome-mv3'));
  expect(existsSync(join(output('chrome-mv3'), 'sidepanel.html'))).toBe(true);
  expect(manifest).not.toHaveProperty('side_panel');
  expect(manifest['permissions']).toEqual(['storage', 'alarms', 'activeTab', 'scripting', 'contextMenus']);
  expect(manifest['optional_permissions']).toEqual(['notifications', 'sidePanel']);
});
