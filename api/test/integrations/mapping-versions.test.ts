import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Mapping, MappingRow, MappingVersions } from '@integration-queue/shared/mapping';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { ApiHouse, type Caller, type TestWorkspace } from '../http/api-house.js';

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;

beforeAll(async () => {
  [house, crm] = await Promise.all([ApiHouse.open(), startPracticeCrm()]);
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
});
afterAll(() => Promise.all([house.close(), crm.close()]));

const place = (object: string) => `/v1/integrations/${workspace.integrationId}/mappings/${object}`;
const rows: MappingRow[] = [{ target: 'name', source: { field: 'name' }, mode: 'overwrite' }];
const save = async (as: Caller) => (await as.call<Mapping>('PUT', place('company'), { body: { rows } })).body;
const page = async (object: string, query = '') =>
  (await workspace.key.call<MappingVersions>('GET', `${place(object)}/versions${query}`)).body;

test('each version tells who saved it: a member, an API key by its name, or the system', async () => {
  await save(workspace.admin);
  const key = await house.newKey(workspace, ['integrations:admin', 'integrations:read']);
  expect(await save(key)).toMatchObject({ savedBy: 'A service', savedByKind: 'api_key' });
  await workspace.admin.call('DELETE', `/v1/api-keys/${key.id}`);
  expect((await page('company')).items.map(({ savedBy, savedByKind }) => [savedBy, savedByKind])).toEqual([
    ['A service', 'api_key'],
    ['Admin', 'member'],
    [null, 'system'],
  ]);
});

test('every version can be read, page by page, however many there are', async () => {
  await house.database.query(
    `insert into mapping (id, workspace_id, integration_id, object, version, rows)
     select gen_random_uuid(), $1, $2, 'deal', n, '[]' from generate_series(2, 130) n`,
    [workspace.workspaceId, workspace.integrationId],
  );
  const read: number[] = [];
  let cursor: string | null = null;
  do {
    const { items, nextCursor }: MappingVersions = await page('deal', `?limit=60${cursor ? `&cursor=${cursor}` : ''}`);
    read.push(...items.map(({ version }) => version));
    cursor = nextCursor;
  } while (cursor !== null);
  expect(read).toEqual(Array.from({ length: 130 }, (_, index) => 130 - index));
  expect(await workspace.key.refused('GET', `${place('deal')}/versions?cursor=abc`)).toMatchObject({
    status: 400,
    code: 'invalid_cursor',
  });
});
