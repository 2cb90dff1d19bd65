import { request } from 'node:http';
import type { Import } from '@integration-queue/shared/import';
import type { SyncSummary } from '@integration-queue/shared/sync';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { until } from '../../until.js';
import { ApiHouse, type TestWorkspace, unknownId } from '../../http/api-house.js';

let house: ApiHouse;
let workspace: TestWorkspace;
beforeAll(async () => void (house = await ApiHouse.open()));
beforeEach(async () => void (workspace = await house.newWorkspace()));
afterAll(() => house.close());

const PATH = '/v1/companies/import';
const csv = (text: string | Buffer, type = 'text/csv') => ({ raw: { text, type } });
const upload = (query: string, text: string | Buffer, type?: string) =>
  workspace.key.call<Import>('POST', PATH + query, csv(text, type));
const refused = (query: string, text: string | Buffer, type?: string) =>
  workspace.key.refused('POST', PATH + query, csv(text, type));

test('a file is imported and its report can be read again', async () => {
  const { status, body } = await upload('', 'name;website\nAcme;acme.de\nBcme;acme.de\n');
  expect(status).toBe(201);
  expect(body).toMatchObject({ lines: 2, created: 1, failed: 1, sent: 0, finishedAt: expect.any(String) });
  expect(body.errors).toMatchObject([{ line: 3, otherLine: 2, code: 'duplicate_in_import' }]);
  expect((await workspace.key.call('GET', `/v1/companies/imports/${body.id}`)).body).toEqual(body);
  const stranger = await house.newWorkspace();
  for (const [caller, id] of [
    [stranger.key, body.id],
    [workspace.key, unknownId()],
  ] as const)
    expect(await caller.refused('GET', `/v1/companies/imports/${id}`)).toMatchObject({ status: 404 });
});

test('with an integration every company is sent, and sent once', async () => {
  const query = `?integrationId=${workspace.integrationId}`;
  const file = ['name,website', ...Array.from({ length: 620 }, (_, n) => `Company ${n},c${n}.de`), 'broken'].join('\n');
  expect((await upload(query, file)).body).toMatchObject({ created: 620, failed: 1, sent: 620 });
  expect((await upload(query, file)).body).toMatchObject({ unchanged: 620, failed: 1, sent: 620 });
  const { body } = await workspace.key.call<SyncSummary>('GET', '/v1/syncs/summary');
  expect(body.counts.pending).toBe(620);
});

test('NDJSON with a mapping of its own', async () => {
  const mapping = encodeURIComponent(JSON.stringify({ name: 'n', domain: 'd' }));
  const { body } = await upload(
    `?mapping=${mapping}`,
    '{"n":"Acme","d":"acme.de"}\n',
    'application/x-ndjson; charset=utf-8',
  );
  expect(body).toMatchObject({ created: 1, mapping: { name: 'n', domain: 'd' } });
});

test.each([
  ['JSON', '{"name":"Acme"}', 'application/json'],
  ['nothing said', 'name\nAcme\n', ''],
  ['a spreadsheet', 'PK', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['an unknown charset', 'name\nAcme\n', 'text/csv; charset=klingon'],
])('%s is no content type of an import', async (_, text, type) => {
  expect(await refused('', text, type)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
});

test('a compressed body is refused, not read as text', async () => {
  const headers = { 'content-encoding': 'gzip' };
  const problem = await workspace.key.refused('POST', PATH, { ...csv('name\nAcme\n'), headers });
  expect(problem).toMatchObject({ status: 415 });
});

test.each([
  ['an empty file', '', ''],
  ['a workbook', '', Buffer.from('PK\x03\x04rest')],
  ['a file without a name column', '', 'a,b\n1,2\n'],
])('%s is an invalid import', async (_, query, file) => {
  const problem = await refused(query, file);
  expect(problem).toMatchObject({ status: 400, code: 'invalid_import' });
  expect(problem.detail.length).toBeGreaterThan(15);
});

test.each([
  ['mapping={"name":"Firma"}', /mapping\.name.*"Firma"/],
  ['mapping={"name":"name","titel":"x"}', /"titel" is no field/],
  ['mapping=name', /must be JSON/],
  ['mapping=["name"]', /mapping/],
  ['integrationId=7', /UUID/],
  ['integration=7', /not known/],
])('the query %s is refused with its reason', async (query, words) => {
  const problem = await refused(`?${encodeURI(query)}`, 'name\nAcme\n');
  expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
  expect(problem.detail).toMatch(words);
});

test('an integration that is not there, or not ours, is not found; sending needs its scope', async () => {
  const stranger = await house.newWorkspace();
  for (const id of [unknownId(), stranger.integrationId])
    expect(await refused(`?integrationId=${id}`, 'name\nAcme\n')).toMatchObject({ status: 404, code: 'not_found' });
  const importer = await house.newKey(workspace, ['companies:read', 'companies:write']);
  const problem = await importer.refused(
    'POST',
    `${PATH}?integrationId=${workspace.integrationId}`,
    csv('name\nAcme\n'),
  );
  expect(problem).toMatchObject({ status: 403, code: 'forbidden', detail: expect.stringContaining('syncs:write') });
  expect(await importer.call('POST', PATH, csv('name\nAcme\n'))).toMatchObject({ status: 201 });
});

test('a large file that is refused by its header is answered, though most of it is still to come', async () => {
  const file = Buffer.concat([Buffer.from('a,b\n'), Buffer.alloc(8_000_000, '1,2\n')]);
  expect(await refused('', file)).toMatchObject({ status: 400, code: 'invalid_import' });
});

test('a sender that goes away in the middle leaves a report of what was taken over', async () => {
  const rows = Array.from({ length: 700 }, (_, n) => `Company ${n},${'x'.repeat(300)}\n`).join('');
  const headers = { authorization: `Bearer ${workspace.apiKey}`, 'content-type': 'text/csv' };
  const sender = request(`${house.url}${PATH}`, { method: 'POST', headers });
  sender.on('error', () => undefined);
  sender.write(`name,description\n${rows}`);
  const report = async () => {
    const [row] = await house.database.query<Import[]>(
      'select created, errors, finished_at as "finishedAt" from import where workspace_id = $1',
      [workspace.workspaceId],
    );
    return row;
  };
  await until(async () => ((await report())?.created ?? 0) > 0);
  sender.destroy();
  await until(async () => Boolean((await report())?.finishedAt));
  expect(await report()).toMatchObject({ created: 500, errors: [{ message: expect.stringMatching(/broke off/) }] });
});
