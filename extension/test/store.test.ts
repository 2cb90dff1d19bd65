import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const EXTENSION = join(__dirname, '..');
const output = (browser: string) => join(EXTENSION, '.output', browser);

describe('what the stores check', () => {
  it('is clean in the Firefox build', async () => {
    expect(await lint(output('firefox-mv3'))).toMatchObject({ errors: [], warnings: [], notices: [] });
  }, 60_000);
});

describe.each(['chrome-mv3', 'firefox-mv3'])('the listing and %s', (browser) => {
  const manifest = JSON.parse(readFileSync(join(output(browser), 'manifest.json'), 'utf8')) as {
    permissions: string[];
    optional_permissions?: string[];
    optional_host_permissions: string[];
  };
  const listing = readFileSync(join(EXTENSION, 'store/LISTING.md'), 'utf8');
  const reasons = listing.slice(listing.indexOf('## Why each permission'));

  it('give a reason for each permission, and for no other', () => {
    const named = [...reasons.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    const asked = new Set([...manifest.permissions, ...(manifest.optional_permissions ?? [])]);
    // One listing for all stores; Firefox has a sidebar without a permission.
    expect(named.sort()).toEqual([...asked.add('sidePanel')].sort());
    for (const host of manifest.optional_host_permissions) expect(reasons).toContain(`\`${host}\``);
  });
});

/** What addons.mozilla.org would say of a build. */
async function lint(folder: string): Promise<unknown> {
  const webExt = join(EXTENSION, 'node_modules/web-ext/bin/web-ext.js');
  const args = [webExt, 'lint', '--source-dir', folder, '--output', 'json', '--no-config-discovery'];
  // It exits with 1 where it found something, and says what all the same. It would look for a newer version of itself.
  const env = { ...process.env, NO_UPDATE_NOTIFIER: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 10_000_000 }).catch(
    (error: unknown) => error as { stdout: string },
  );
  return JSON.parse(stdout);
}
