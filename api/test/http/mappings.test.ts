import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Integration } from '@integration-queue/shared/integration';
import type { CrmField, Mapping, MappingRow } from '@integration-queue/shared/mapping';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { ApiHouse, type TestWorkspace } from './api-house.js';

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;
let here: string;

beforeAll(async () => {
  [house, crm] = await Promise.all([ApiHouse.open(), startPracticeCrm()]);
});
afterAll(() => Promise.all([house.close(), crm.close()]));
beforeEach(async () => {
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
  here = `/v1/integrations/${workspace.integrationId}`;
});

const read = async () => (await workspace.key.call<Integration>('GET', here)).body;

test('the CRM’s live schema', async () => {
  const { body } = await workspace.key.call<{ items: CrmField[] }>('GET', `${here}/fields?object=company`);
  expect(body.items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'name', required: true, writable: true }),
      expect.objectContaining({ name: 'created_at', writable: false }),
      expect.objectContaining({ name: 'lifecycle_stage', type: 'option', options: expect.any(Array) }),
    ]),
  );
  expect((await workspace.key.refused('GET', `${here}/fields?object=contact`)).status).toBe(400);
});

describe('a mapping', () => {
  const row = (target: string, source: MappingRow['source'], more: Partial<MappingRow> = {}): MappingRow => ({
    target,
    source,
    mode: 'overwrite',
    ...more,
  });
  const save = (rows: unknown[]) =>
    workspace.admin.call<Mapping>('PUT', `${here}/mappings/company`, { body: { rows } });

  test('is saved as a new version, with who saved it', async () => {
    const rows = [row('name', { field: 'name' }), row('city', { template: '{{city}} ({{country}})' })];
    const { body } = await save(rows);
    expect(body).toMatchObject({ version: 2, rows, problems: [], savedBy: 'Admin' });
    expect((await workspace.key.call<Mapping>('GET', `${here}/mappings/company`)).body).toEqual(body);
  });

  test('is saved with its problems, each at its field with what to do', async () => {
    const { body } = await save([
      row('nope', { field: 'name' }),
      row('created_at', { field: 'name' }),
      row('city', { field: 'colour' }),
      row('city', { field: 'city' }),
      row('lifecycle_stage', { fixed: 'friend' }),
      row('phone', { template: '{{colour}}' }),
    ]);
    expect(body.problems.map(({ target, code }) => [target, code])).toEqual(
      expect.arrayContaining([
        ['nope', 'unknown_field'],
        ['created_at', 'read_only_field'],
        ['city', 'unknown_source'],
        ['city', 'duplicate_target'],
        ['lifecycle_stage', 'invalid_option'],
        ['phone', 'unknown_source'],
        ['name', 'required_field_missing'],
      ]),
    );
    for (const problem of body.problems) expect(problem).toMatchObject({ message: /\w/, hint: /\w/ });
  });

  test('saved by two at once is two versions', async () => {
    const answers = await Promise.all([1, 2, 3].map((fixed) => save([row('name', { fixed: `${fixed}` })])));
    expect(answers.map(({ body }) => body.version).sort()).toEqual([2, 3, 4]);
  });

  test('saved anew without what was wrong lets go on what a broken one had stopped', async () => {
    await house.database.query(
      `update integration set status = 'needs_attention', error_code = 'unknown_field', error_message = 'Gone', error_hint = '',
       error_since = now() where id = $1`,
      [workspace.integrationId],
    );
    await save([row('name', { field: 'name' }), row('nope', { field: 'city' })]);
    expect(await read()).toMatchObject({ status: 'needs_attention', error: { code: 'unknown_field' } });
    await save([row('name', { field: 'name' })]);
    expect(await read()).toMatchObject({ status: 'active', error: null });
  });

  test.each([
    [[{ target: 'name' }]],
    [[{ target: 'name', source: { field: 'name' }, mode: 'sometimes' }]],
    [[{ target: 'name', source: { script: 'x' }, mode: 'overwrite' }]],
    [[{ target: '', source: { field: 'name' }, mode: 'overwrite' }]],
    [Array.from({ length: 501 }, (_, index) => ({ target: `t${index}`, source: { fixed: 1 }, mode: 'overwrite' }))],
  ])('of %.80j is refused', async (rows) => {
    expect((await save(rows)).status).toBe(400);
  });
});
