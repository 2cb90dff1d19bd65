import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Integration } from '@integration-queue/shared/integration';
import type { Mapping, MappingRow } from '@integration-queue/shared/mapping';
import type { Preview } from '@integration-queue/shared/preview';
import type { SyncDetail } from '@integration-queue/shared/sync';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { AddressGuard } from '../../src/crm/address-guard.js';
import { CrmHttp } from '../../src/crm/http.js';
import { Vault } from '../../src/ops/vault.js';
import { Connectors } from '../../src/queue/connectors.js';
import { tick } from '../../src/queue/tick.js';
import { ApiHouse, type TestWorkspace } from '../http/api-house.js';

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;
let http: CrmHttp;
beforeAll(async () => {
  [house, crm] = await Promise.all([ApiHouse.open(), startPracticeCrm()]);
  workspace = await house.newWorkspace();
  http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));
});
afterAll(() => Promise.all([house.close(), crm.close(), http.close()]));

/** As somebody in HubSpot does it. */
async function inHubspot<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${crm.url}/hubspot/crm/v3${path}`, {
    method,
    headers: { authorization: `Bearer ${crm.token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await answer.json()) as T;
}

/** A connected HubSpot account; answers its integration's id. */
async function connect(): Promise<string> {
  const { status, body } = await workspace.admin.call<Integration>('POST', '/v1/integrations', {
    body: {
      provider: 'hubspot',
      name: 'HubSpot',
      settings: { baseUrl: `${crm.url}/hubspot` },
      credentials: { token: crm.token },
    },
  });
  if (status !== 201) throw new Error(`Connecting answered ${status}: ${JSON.stringify(body)}`);
  return body.id;
}

/** Sends the company and has it processed; answers the entry. */
async function process(integrationId: string, company: object): Promise<SyncDetail> {
  const sent = await workspace.key.call<{ id: string }>('POST', '/v1/syncs', { body: { integrationId, company } });
  const connectors = new Connectors(new Vault(house.env.SECRET_KEYS), http);
  await tick(integrationId, { database: house.database, connectors, stopping: new AbortController().signal });
  return (await workspace.key.call<SyncDetail>('GET', `/v1/syncs/${sent.body.id}`)).body;
}

test('options are added to those a person chose: saved, previewed, sent, and not sent again', async () => {
  await inHubspot('POST', '/properties/companies', {
    name: 'areas',
    label: 'Areas',
    type: 'enumeration',
    fieldType: 'checkbox',
    groupName: 'companyinformation',
    options: ['HR', 'IT', 'CREDIT'].map((value) => ({ value, label: value.toLowerCase() })),
  });
  const properties = { name: 'Acme', domain: 'acme.example', areas: 'CREDIT;HR' };
  const { id: crmId } = await inHubspot<{ id: string }>('POST', '/objects/companies', { properties });
  const integrationId = await connect();
  const here = `/v1/integrations/${integrationId}/mappings/company`;

  const name: MappingRow = { target: 'name', source: { field: 'name' }, mode: 'overwrite' };
  const areas: MappingRow = { target: 'areas', source: { field: 'tags' }, mode: 'append', values: { Computers: 'IT' } };
  const single: MappingRow = { target: 'industry', source: { fixed: 'BANKING' }, mode: 'append' };
  const refused = await workspace.admin.call<Mapping>('PUT', here, { body: { rows: [name, areas, single] } });
  expect(refused.body.problems).toMatchObject([{ target: 'industry', code: 'type_mismatch' }]);
  const saved = await workspace.admin.call<Mapping>('PUT', here, { body: { rows: [name, areas] } });
  expect(saved.body.problems).toEqual([]);

  const company = { name: 'Acme', domain: 'acme.example', tags: ['Computers', 'HR'] };
  const preview = await workspace.key.call<Preview>('POST', `${here}/preview`, { body: { company } });
  expect(preview.body.problems).toEqual([]);
  const told = (fields: Preview['fields']) => fields.find(({ target }) => target === 'areas');
  const both = { before: ['CREDIT', 'HR'], sent: ['CREDIT', 'HR', 'IT'], after: ['CREDIT', 'HR', 'IT'] };
  expect(told(preview.body.fields)).toMatchObject({ ...both, verdict: 'written' });

  const there = async () => {
    const { properties: shown } = await inHubspot<{ properties: { areas: string } }>(
      'GET',
      `/objects/companies/${crmId}?properties=areas`,
    );
    return shown.areas;
  };
  expect(await there()).toBe('CREDIT;HR');
  const first = await process(integrationId, company);
  expect(first).toMatchObject({ status: 'processed', crm: { id: crmId, action: 'updated' } });
  expect(told(first.fields)).toMatchObject({ ...both, verdict: 'written' });
  expect(await there()).toBe('CREDIT;HR;IT');

  await inHubspot('PATCH', `/objects/companies/${crmId}`, { properties: { areas: 'IT;HR;CREDIT' } });
  const second = await process(integrationId, company);
  expect(second.status).toBe('processed');
  expect(told(second.fields)).toMatchObject({ sent: null, verdict: 'unchanged' });
  expect(await there()).toBe('IT;HR;CREDIT');
});
