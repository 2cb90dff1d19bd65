import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { ROOT } from '../../local/folders.ts';
import { ApiHouse, type TestWorkspace } from '../http/api-house.js';
import { SampleProject } from './sample-project.js';

const SHARED = join(ROOT, 'shared');

let crm: PracticeCrm;
let house: ApiHouse;
let project: SampleProject;
let workspace: TestWorkspace;

beforeAll(async () => {
  crm = await startPracticeCrm();
  house = await ApiHouse.open({ ROLE: 'all' });
  workspace = await house.newWorkspace({ crmUrl: crm.url });
  project = await SampleProject.of('client');
  await installClient();
  await project.compile();
});
afterAll(() => Promise.all([project.remove(), house.close(), crm.close()]));

/** As `npm pack` and `npm install` of it do; what it depends on lies here already. */
async function installClient(): Promise<void> {
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', project.folder], {
    cwd: SHARED,
    encoding: 'utf8',
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  const place = project.path('node_modules', '@integration-queue', 'shared');
  mkdirSync(place, { recursive: true });
  execFileSync('tar', ['-xzf', project.path(filename), '--strip-components=1', '-C', place]);
  const { dependencies } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) await project.link(name, join(SHARED, 'node_modules', name));
}

const run = (file: string) =>
  project.run(file, { API: house.url, KEY: workspace.key.token!, TO: workspace.integrationId });

const setFaults = (faults: object) =>
  fetch(`${crm.url}/api/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });

const counts = async () => (await workspace.key.call<{ counts: object }>('GET', '/v1/syncs/summary')).body.counts;

test('a project that installs the packed client sends one, once', async () => {
  const first = await run('send-one.js');
  expect(first).toMatch(/^[0-9a-f-]{36} pending\n$/);
  expect(await run('send-one.js')).toBe(first);
});

test('reacts to failures, follows, and nothing is left in error', async () => {
  await setFaults({ refuse: [{ field: 'name', value: 'Lead 1' }] });
  await workspace.key.call('POST', '/v1/syncs', {
    body: { integrationId: workspace.integrationId, company: { name: 'Lead 1' } },
  });
  await run('follow.js');
  expect(await counts()).toEqual({ pending: 0, processing: 0, processed: 1, error: 1 });
  await setFaults({ refuse: [] });
  expect(await run('react.js')).toContain('sent again 1\n');
  await run('follow.js');
  expect(await counts()).toEqual({ pending: 0, processing: 0, processed: 2, error: 0 });
});

test('sends 10,000 in one stream', async () => {
  expect(await run('send-many.js')).toBe('10000\n');
});

test('the README shows what was run here', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  for (const file of ['send-one', 'send-many', 'follow', 'react']) {
    const [, shown] = readFileSync(project.path(`${file}.ts`), 'utf8').split('token: KEY });\n\n');
    expect(readme).toContain(shown);
  }
});
