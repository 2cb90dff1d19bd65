import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { MatchList } from '@integration-queue/shared/match';
import { noFaults } from '../../../e2e/practice-crm/faults.ts';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { ApiHouse, type TestWorkspace } from '../http/api-house.js';

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;

beforeAll(async () => {
  [house, crm] = await Promise.all([ApiHouse.open(), startPracticeCrm()]);
});
afterAll(() => Promise.all([house.close(), crm.close()]));
beforeEach(async () => {
  await fetch(`${crm.url}/api/reset`, { method: 'POST' });
  await setFaults(noFaults());
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
});

const setFaults = (faults: object) => fetch(`${crm.url}/api/faults`, { method: 'PUT', body: JSON.stringify(faults) });
const typeIn = (name: string, domain: string) =>
  fetch(`${crm.url}/api/companies`, { method: 'POST', body: JSON.stringify({ properties: { name, domain } }) });
const address = (domain: string) =>
  `/v1/integrations/${workspace.integrationId}/matches?domain=${encodeURIComponent(domain)}`;
const find = async (domain: string) => (await workspace.key.call<MatchList>('GET', address(domain))).body.items;

test('a company that somebody typed into the CRM is found by its domain, with the page of its record', async () => {
  await typeIn('Acme Ltd', 'acme.example');
  await typeIn('Bolt', 'bolt.example');
  expect(await find('acme.example')).toEqual([
    { id: expect.any(String), name: 'Acme Ltd', url: expect.stringMatching(/^http.*\/companies\//) },
  ]);
  expect(await find('https://www.acme.example/about')).toHaveLength(1);
});

test('all records of a domain are told, for a person to choose', async () => {
  await typeIn('Acme Ltd', 'acme.example');
  await typeIn('Acme Inc', 'acme.example');
  expect((await find('acme.example')).map(({ name }) => name).sort()).toEqual(['Acme Inc', 'Acme Ltd']);
});

test('a host that is nobody’s own finds nothing, and the CRM is not asked', async () => {
  await setFaults({ expiredToken: true });
  expect(await find('https://example.github.io/')).toEqual([]);
});

test('says that the CRM does not let us in, or does not answer', async () => {
  await setFaults({ expiredToken: true });
  expect(await workspace.key.refused('GET', address('acme.example'))).toMatchObject({ code: 'connection_refused' });
  const away = await house.newWorkspace();
  const there = `/v1/integrations/${away.integrationId}/matches?domain=acme.example`;
  expect(await away.key.refused('GET', there)).toMatchObject({ status: 502, code: 'crm_unreachable' });
});

test.each(['', '?domain=', '?host=acme.example'])('a look-up without a domain is refused: %p', async (query) => {
  const there = `/v1/integrations/${workspace.integrationId}/matches${query}`;
  expect(await workspace.key.refused('GET', there)).toMatchObject({ status: 400, code: 'invalid_request' });
});
