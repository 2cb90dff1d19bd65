/** @jest-environment node */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readZip } from './support/read-zip';

const EXTENSION = join(__dirname, '..');
/** Makes the packages as the stores get them, in a folder of their own: other tests read the builds. */
const ZIP = `import { zip } from 'wxt';
const [root, outDir, browser] = process.argv.slice(1);
await zip({ root, browser, outDir });`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function zipFor(browser: string): Promise<{ name: string; files: Map<string, Buffer> }[]> {
  const outDir = join(folder, browser);
  const args = ['--input-type=module', '--eval', ZIP, '--', EXTENSION, outDir, browser];
  await promisify(execFile)(process.execPath, args, { cwd: EXTENSION });
  const zips = readdirSync(outDir).filter((name) => name.endsWith('.zip'));
  return zips.map((name) => ({ name, files: readZip(readFileSync(join(outDir, name))) }));
}

it.each(['chrome', 'firefox'])(
  'the package for %s asks for no more than the design allows',
  async (browser) => {
    const zips = await zipFor(browser);
    const shipped = zips.find(({ name }) => !name.includes('sources'))!.files;
    const manifest = JSON.parse(shipped.get('manifest.json')!.toString()) as Record<string, unknown>;
    const allowed = ['storage', 'alarms', 'contextMenus', 'activeTab', 'scripting', 'notifications'];
    expect((manifest['permissions'] as string[]).filter((permission) => !allowed.includes(permission))).toEqual([]);
    // Chrome's side panel is beyond that, for those alone who switch it on.
    const optional = ['notifications', ...(browser === 'chrome' ? ['sidePanel'] : [])];
    expect(manifest['optional_permissions']).toEqual(optional);
    expect([manifest['host_permissions'] ?? [], manifest['content_scripts'] ?? []]).toEqual([[], []]);
    // Nothing but what runs: no sources, tests or maps.
    const names = [...shipped.keys()];
    expect(names).toEqual(expect.arrayContaining(['background.js', 'popup.html', 'content-scripts/crm.js']));
    expect(names.filter((name) => !/\.(js|css|html|json|png)$/.test(name))).toEqual([]);
    // Nor where it was built, which tools for development write into it, as Jest's environment would have it.
    const where = [...shipped].filter(([, content]) => content.includes(EXTENSION)).map(([name]) => name);
    expect(where).toEqual([]);
    // A reviewer of Firefox's store builds it from its sources.
    const sources = zips.find(({ name }) => name.includes('sources'))?.files;
    expect(sources?.has('extension/wxt.config.ts') ?? false).toBe(browser === 'firefox');
    expect([...(sources?.keys() ?? [])].filter((name) => /\.local|\.output|\.env|node_modules/.test(name))).toEqual([]);
  },
  180_000,
);
