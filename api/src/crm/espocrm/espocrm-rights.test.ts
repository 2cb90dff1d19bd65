import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPracticeCrm, type PracticeCrm } from '../../../../e2e/practice-crm/server.ts';
import { AddressGuard } from '../address-guard.js';
import type { Connector } from '../connector.js';
import { CrmHttp } from '../http.js';
import { espocrm } from './provider.js';

const signal = new AbortController().signal;
let crm: PracticeCrm;
let http: CrmHttp;

beforeEach(async () => {
  crm = await startPracticeCrm();
  http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));
});
afterEach(async () => {
  await http.close();
  await crm.close();
});

/** By API key, as a plain user; by user and password as an administrator. */
function connect(settings: Record<string, string> = {}): Connector {
  return espocrm.create(
    {
      settings: { baseUrl: `${crm.url}/espocrm`, ...settings },
      credentials: {},
      token: () => Promise.resolve(crm.token),
      renewToken: () => Promise.resolve(null),
    },
    http,
  );
}

const ask = async (path: string, method = 'GET', body?: unknown): Promise<unknown> =>
  (await fetch(`${crm.url}/api${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })).json();
const records = async (object: string) =>
  ((await ask(`/${object}`)) as { items: { id: string; key: string; properties: Record<string, unknown> }[] }).items;
const typeIn = async (properties: Record<string, unknown>) =>
  ((await ask('/companies', 'POST', { properties })) as { id: string }).id;

const key = '0190a000-0000-7000-8000-000000000001';
const acme = { key, properties: { name: 'Acme', website: 'https://acme.example' } };

describe('our key field', () => {
  test('where it is missing and we may not create it, an administrator is told exactly what to do', async () => {
    const prepared = await connect().prepare(signal);
    expect(prepared).toMatchObject({ ready: false });
    expect(prepared).toHaveProperty(
      'todo',
      expect.stringMatching(/Account, then Opportunity, then Task.*integrationQueueKey/),
    );
    await expect(connect().write('company', [acme], signal)).rejects.toMatchObject({
      kind: 'mapping_broken',
      details: { code: 'key_field_missing', hint: expect.stringContaining('integrationQueueKey') },
    });
    expect(await records('companies')).toEqual([]);
  });

  test('that an administrator created serves everybody', async () => {
    const user = connect();
    await expect(user.write('company', [acme], signal)).rejects.toMatchObject({ kind: 'mapping_broken' });
    await connect({ user: 'admin' }).prepare(signal);
    expect(await user.prepare(signal)).toEqual({ ready: true });
    expect(await user.write('company', [acme], signal)).toMatchObject([{ kind: 'written', action: 'created' }]);
    expect(await records('companies')).toMatchObject([{ key }]);
  });
});

test('a role without tasks is told of its right, not of a field that is there', async () => {
  await connect({ user: 'admin' }).prepare(signal);
  const limited = connect({ user: 'no-tasks' });
  const prepared = await limited.prepare(signal);
  expect(prepared).toHaveProperty('todo', expect.stringMatching(/role.*Task/));
  expect(prepared).not.toHaveProperty('todo', expect.stringContaining('Add Field'));
  const task = { key, properties: { name: 'Call them' } };
  await expect(limited.write('task', [task], signal)).rejects.toMatchObject({
    kind: 'unauthorized',
    details: { code: 'missing_scope', hint: expect.stringContaining('Task') },
  });
  expect(await limited.write('company', [acme], signal)).toMatchObject([{ kind: 'written' }]);
});

describe('what EspoCRM takes for a duplicate', () => {
  beforeEach(() => connect({ user: 'admin' }).prepare(signal));

  test('with our key is our record', async () => {
    await connect().write('company', [acme], signal);
    const renamed = { key, properties: { name: 'Acme GmbH' } };
    expect(await connect().write('company', [renamed], signal)).toMatchObject([{ kind: 'written', action: 'updated' }]);
    expect(await records('companies')).toMatchObject([{ key, properties: { name: 'Acme GmbH' } }]);
  });

  test('on the company’s domain is the company', async () => {
    const id = await typeIn({ name: 'Acme', website: 'http://www.acme.example/nl' });
    expect(await connect().write('company', [acme], signal)).toMatchObject([
      { kind: 'written', crmId: id, action: 'updated' },
    ]);
  });

  test('twice on the company’s domain is for a person to decide', async () => {
    for (const path of ['nl', 'de']) await typeIn({ name: 'Acme', website: `https://acme.example/${path}` });
    const [outcome] = await connect().write('company', [acme], signal);
    expect(outcome).toMatchObject({
      kind: 'failed',
      problem: {
        kind: 'refused',
        details: { code: 'ambiguous_match', crmMessage: expect.stringMatching(/Acme \(\d+\), Acme/) },
      },
    });
    expect(await records('companies')).toHaveLength(2);
  });

  test('that only has the same name is another company', async () => {
    await typeIn({ name: 'Acme', website: 'https://acme.example.com' });
    expect(await connect().write('company', [acme], signal)).toMatchObject([{ kind: 'written', action: 'created' }]);
    expect(await records('companies')).toHaveLength(2);
  });
});

test('a task that names nobody is given to our own user', async () => {
  await connect({ user: 'admin' }).prepare(signal);
  const task = { key, properties: { name: 'Call them' } };
  expect(await connect().write('task', [task], signal)).toMatchObject([{ kind: 'written' }]);
  const { id } = await connect().account(signal);
  expect(await records('tasks')).toMatchObject([{ key, properties: { owner: id } }]);
});

test('a company that is not there cannot be a deal’s account', async () => {
  await connect({ user: 'admin' }).prepare(signal);
  const deal = { key, properties: { name: 'Big one', amount: 1, closeDate: '2026-12-24', accountId: '999' } };
  expect(await connect().write('deal', [deal], signal)).toMatchObject([
    { kind: 'failed', problem: { kind: 'refused', details: { code: 'invalid_option' } } },
  ]);
});
