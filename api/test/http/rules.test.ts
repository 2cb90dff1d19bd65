import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { MOST_BLOCKED_DOMAINS, type SendingRules } from '@integration-queue/shared/rules';
import { ApiHouse, type TestWorkspace } from './api-house.js';

let house: ApiHouse;
let workspace: TestWorkspace;
let path: string;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
  path = `/v1/integrations/${workspace.integrationId}/rules`;
});

const read = async () => (await workspace.key.call<SendingRules>('GET', path)).body;

test('a deleted record is reported unless an admin says otherwise', async () => {
  expect(await read()).toMatchObject({ whenDeleted: 'report' });
  const changed = await workspace.admin.call<SendingRules>('PATCH', path, { body: { whenDeleted: 'recreate' } });
  expect(changed).toMatchObject({ status: 200, body: { whenDeleted: 'recreate' } });
  await workspace.admin.call('PATCH', path, { body: {} });
  expect(await read()).toMatchObject({ whenDeleted: 'recreate' });
});

test('a member reads the rules and does not change them', async () => {
  const member = await house.newMember(workspace);
  expect((await member.call('GET', path)).status).toBe(200);
  expect((await member.call('PATCH', path, { body: { whenDeleted: 'recreate' } })).status).toBe(403);
  expect(await read()).toMatchObject({ whenDeleted: 'report' });
});

test.each([{ whenDeleted: 'forget' }, { whenDeleted: null }, { more: 1 }])('refuses %j', async (body) => {
  expect(await workspace.admin.refused('PATCH', path, { body })).toMatchObject({ code: 'invalid_request' });
});

test('blocked domains are kept as bare hosts, each once, in order', async () => {
  expect(await read()).toMatchObject({ blockedDomains: [] });
  const blockedDomains = ['https://www.Shop.example/x', 'max@freemail.example', 'shop.example', ' münchen.de '];
  const changed = await workspace.admin.call<SendingRules>('PATCH', path, { body: { blockedDomains } });
  const kept = ['freemail.example', 'shop.example', 'xn--mnchen-3ya.de'];
  expect(changed).toMatchObject({ status: 200, body: { whenDeleted: 'report', blockedDomains: kept } });
  await workspace.admin.call('PATCH', path, { body: { whenDeleted: 'recreate' } });
  expect(await read()).toEqual({ whenDeleted: 'recreate', blockedDomains: kept });
  await workspace.admin.call('PATCH', path, { body: { blockedDomains: [] } });
  expect(await read()).toMatchObject({ blockedDomains: [] });
});

test('every line that is no domain is named, and then none is taken over', async () => {
  const blockedDomains = ['shop.example', 'com', '127.0.0.1', 'good.example', 'two words', ''];
  const problem = await workspace.admin.refused('PATCH', path, { body: { blockedDomains, whenDeleted: 'recreate' } });
  expect(problem.code).toBe('invalid_request');
  expect(problem.errors?.map((error) => error.path)).toEqual([
    'blockedDomains.1',
    'blockedDomains.2',
    'blockedDomains.4',
    'blockedDomains.5',
  ]);
  expect(await read()).toEqual({ whenDeleted: 'report', blockedDomains: [] });
});

test('more domains than an integration can have are refused', async () => {
  const blockedDomains = Array.from({ length: MOST_BLOCKED_DOMAINS + 1 }, (_, index) => `host${index}.example`);
  expect(await workspace.admin.refused('PATCH', path, { body: { blockedDomains } })).toMatchObject({
    errors: [{ path: 'blockedDomains' }],
  });
});
