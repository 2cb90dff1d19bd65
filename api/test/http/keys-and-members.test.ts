import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Member } from '@integration-queue/shared/access';
import type { Scope } from '@integration-queue/shared/vocabulary';
import { ApiHouse, type TestWorkspace } from './api-house.js';

const ALL_OF_A_MEMBER: Scope[] = [
  'syncs:read',
  'syncs:write',
  'companies:read',
  'companies:write',
  'integrations:read',
];
const ALL: Scope[] = [...ALL_OF_A_MEMBER, 'integrations:admin', 'workspace:admin'];

let house: ApiHouse;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
});

const find = async (id: string) => {
  const { body } = await workspace.admin.call<{ items: Member[] }>('GET', '/v1/members');
  return body.items.find((member) => member.id === id);
};

test.each<[string, Scope[]]>([
  ['with workspace:admin alone', ['workspace:admin']],
  ['with every scope, whose end and limit a session would escape', ALL],
])('a key %s sets no password, neither of a new member nor of one that is there', async (_, scopes) => {
  const key = await house.newKey(workspace, scopes);
  const victim = await house.newMember(workspace, 'admin');
  const body = { email: 'detour@example.com', name: 'Detour', role: 'member', password: 'long enough' };
  expect(await key.refused('POST', '/v1/members', { body })).toMatchObject({ status: 403, code: 'forbidden' });
  const change = { body: { password: 'another long one' } };
  const refused = await key.refused('PATCH', `/v1/members/${victim.id}`, change);
  expect(refused).toMatchObject({ status: 403, code: 'forbidden' });
  expect(refused.detail).toContain('sign in as an admin');
  expect((await victim.call('GET', '/v1/me')).status).toBe(200);
});

test('a key neither makes, changes nor removes a member who may do more than itself', async () => {
  const key = await house.newKey(workspace, ['workspace:admin', ...ALL_OF_A_MEMBER]);
  const admin = await house.newMember(workspace, 'admin');
  const member = await house.newMember(workspace);
  const raised = await key.refused('PATCH', `/v1/members/${member.id}`, { body: { role: 'admin' } });
  expect(raised).toMatchObject({ code: 'forbidden' });
  expect(raised.detail).toContain('integrations:admin');
  expect(await key.refused('PATCH', `/v1/members/${admin.id}`, { body: { role: 'member' } })).toMatchObject({
    code: 'forbidden',
  });
  expect(await key.refused('DELETE', `/v1/members/${admin.id}`)).toMatchObject({ code: 'forbidden' });
  expect([(await find(member.id))?.role, (await find(admin.id))?.role]).toEqual(['member', 'admin']);
});

test('a key manages members who may do no more than itself', async () => {
  const key = await house.newKey(workspace, ALL);
  const member = await house.newMember(workspace);
  const { body } = await key.call<Member>('PATCH', `/v1/members/${member.id}`, {
    body: { role: 'admin', name: 'New' },
  });
  expect(body).toMatchObject({ role: 'admin', name: 'New' });
  expect((await key.call('DELETE', `/v1/members/${member.id}`)).status).toBe(204);
});
