import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Company } from '@integration-queue/shared/company';
import type { Import } from '@integration-queue/shared/import';
import { ApiHouse, type CallOptions, type TestWorkspace } from './api-house.js';
import { Sender } from './sending.js';

let house: ApiHouse;
let workspace: TestWorkspace;
let sender: Sender;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
  sender = new Sender(house, workspace);
});

const ROUNDS = Array.from({ length: 10 }, (_, round) => round);

test('batches and imports of the same companies in other orders at once are all taken', async () => {
  for (const round of ROUNDS) {
    const companies = Array.from({ length: 60 }, (_, n) => ({
      name: `C ${n}`,
      domain: `c${n}.example`,
      city: `${round}`,
    }));
    const batch = (inputs: object[]) =>
      workspace.key.call('POST', '/v1/syncs/batch', {
        body: { items: inputs.map((company) => ({ integrationId: workspace.integrationId, company })) },
      });
    const file = (inputs: object[]) =>
      workspace.key.call('POST', '/v1/companies/import', {
        raw: { text: inputs.map((one) => `${JSON.stringify(one)}\n`).join(''), type: 'application/x-ndjson' },
      });
    const reversed = companies.toReversed();
    const answers = await Promise.all([batch(companies), batch(reversed), file(companies), file(reversed)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 201, 201]);
  }
});

describe('a transaction that Postgres ends as one of a deadlock', () => {
  /** The first two writes to a table fail as those of a deadlock do, also if they are taken back. */
  const deadlockAt = (table: string) =>
    house.database.query(`
      create sequence tries;
      create function deadlock() returns trigger language plpgsql as $$ begin
        if nextval('tries') <= 2 then raise exception 'deadlock detected' using errcode = '40P01'; end if;
        return new;
      end $$;
      create trigger deadlock before insert or update on ${table} for each statement execute function deadlock()`);
  afterEach(() => house.database.query('drop function deadlock cascade; drop sequence tries'));

  test.each(['company', 'sync'])('at the table %s is done again for a send, a batch and their keys', async (table) => {
    for (const [path, body] of [
      ['/v1/syncs', { company: { name: 'One' } }],
      ['/v1/syncs/batch', { items: [{ integrationId: workspace.integrationId, company: { name: 'Two' } }] }],
    ] as const) {
      if (path === '/v1/syncs') await deadlockAt(table);
      else await house.database.query(`alter sequence tries restart`);
      const options: CallOptions = {
        body: path === '/v1/syncs' ? { ...body, integrationId: workspace.integrationId } : body,
        headers: { 'idempotency-key': path },
      };
      const first = await workspace.key.call('POST', path, options);
      expect(first.status).toBeLessThan(300);
      expect(await workspace.key.call('POST', path, options)).toMatchObject({ status: first.status, body: first.body });
    }
    expect(await sender.entries()).toHaveLength(2);
  });

  test('is done again for a company', async () => {
    await deadlockAt('company');
    const { status, body } = await workspace.key.call<Company>('POST', '/v1/companies', { body: { name: 'New' } });
    expect(status).toBe(201);
    await house.database.query(`alter sequence tries restart`);
    const changed = await workspace.key.call<Company>('PATCH', `/v1/companies/${body.id}`, { body: { city: 'Goor' } });
    expect(changed).toMatchObject({ status: 200, body: { name: 'New', city: 'Goor' } });
  });

  test('is done again for a chunk of an import, whose report counts each line once', async () => {
    await deadlockAt('sync');
    const text = 'name,externalId,domain,employees\nA,1,a.example,many\nB,2,b.example,1\nC,3,b.example,1\n';
    const { body } = await workspace.key.call<Import>(
      'POST',
      `/v1/companies/import?integrationId=${workspace.integrationId}`,
      { raw: { text, type: 'text/csv' } },
    );
    expect(body).toMatchObject({ status: 'done', lines: 3, created: 1, failed: 2, sent: 1 });
    expect(body.errors.map(({ line }) => line)).toEqual([2, 4]);
    expect(await sender.entries()).toHaveLength(1);
  });
});
