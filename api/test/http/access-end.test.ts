import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Integration } from '@integration-queue/shared/integration';
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

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const change = async (body: object) => (await workspace.admin.call<Integration>('PATCH', here, { body })).body;

test('access that ends is warned of two weeks before, and no longer once there is another token', async () => {
  const later = inDays(40);
  expect(await change({ accessEndsAt: later })).toMatchObject({ accessEndsAt: later, warnings: [] });
  const soon = inDays(10);
  expect(await change({ accessEndsAt: soon })).toMatchObject({
    status: 'active',
    warnings: [{ code: 'access_ends', until: soon, since: expect.any(String), waiting: 0 }],
  });
  expect(await change({ name: 'Renamed' })).toMatchObject({ accessEndsAt: soon });
  expect(await change({ credentials: { token: crm.token } })).toMatchObject({ accessEndsAt: null, warnings: [] });
  expect(await change({ credentials: { token: crm.token }, accessEndsAt: later })).toMatchObject({
    accessEndsAt: later,
  });
});

test('the end of access can be told when connecting', async () => {
  const { body } = await workspace.admin.call<Integration>('POST', '/v1/integrations', {
    body: {
      provider: 'practice',
      name: 'Second',
      settings: { baseUrl: crm.url },
      credentials: { token: crm.token },
      accessEndsAt: inDays(3),
    },
  });
  expect(body.warnings).toMatchObject([{ code: 'access_ends' }]);
});
