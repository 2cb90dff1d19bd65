import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Mapping, MappingRow } from '@integration-queue/shared/mapping';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { ApiHouse, type TestWorkspace } from '../http/api-house.js';

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;
let place: string;

beforeAll(async () => {
  [house, crm] = await Promise.all([ApiHouse.open(), startPracticeCrm()]);
});
afterAll(() => Promise.all([house.close(), crm.close()]));
beforeEach(async () => {
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
  place = `/v1/integrations/${workspace.integrationId}/mappings/company`;
});

const read = async () => (await workspace.key.call<Mapping>('GET', place)).body;
const versions = async () =>
  (await workspace.key.call<{ items: Mapping[] }>('GET', `${place}/versions`)).body.items.map(({ version }) => version);
const toName = (fixed: string): MappingRow[] => [{ target: 'name', source: { fixed }, mode: 'overwrite' }];

test('of two editors that began with the same version the second to save is told, and nothing is overwritten', async () => {
  const { version } = await read();
  const first = await workspace.admin.call<Mapping>('PUT', place, { body: { rows: toName('First'), version } });
  expect(first).toMatchObject({ status: 200, body: { version: version + 1 } });

  const other = await house.newMember(workspace, 'admin');
  expect(await other.refused('PUT', place, { body: { rows: toName('Second'), version } })).toMatchObject({
    status: 409,
    code: 'mapping_version_changed',
    detail: expect.stringContaining(`${version + 1}`),
  });
  expect(await read()).toMatchObject({ version: version + 1, rows: toName('First') });

  const onTop = await other.call<Mapping>('PUT', place, { body: { rows: toName('Second'), version: version + 1 } });
  expect(onTop).toMatchObject({ status: 200, body: { version: version + 2, savedBy: 'Mia Muster' } });
  expect(await versions()).toEqual([version + 2, version + 1, version]);
});

test('of two saves at the same moment exactly one is taken', async () => {
  const { version } = await read();
  const answers = await Promise.all(
    ['A', 'B', 'C'].map((name) =>
      workspace.admin.call<Mapping>('PUT', place, { body: { rows: toName(name), version } }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect((await read()).rows).toEqual(answers.find(({ status }) => status === 200)?.body.rows);
  expect(await versions()).toEqual([version + 1, version]);
});
