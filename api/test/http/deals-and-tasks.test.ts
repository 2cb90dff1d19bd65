import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Company } from '@integration-queue/shared/company';
import { ApiHouse, type TestWorkspace } from './api-house.js';
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

describe('deals and tasks', () => {
  const company = { name: 'Acme', domain: 'acme.example' };
  const link = (companyId: string) =>
    house.database.query(
      `insert into crm_record (workspace_id, integration_id, object, record_key, crm_id) values ($1, $2, 'company', $3, '7')`,
      [workspace.workspaceId, workspace.integrationId, companyId],
    );
  const waitsFor = async (id: string) => {
    const [row] = await house.database.query<{ waits: string | null }[]>(
      'select waits_for as waits from sync where id = $1',
      [id],
    );
    return row!.waits;
  };

  test('wait for their company, whose sync is made where there is none', async () => {
    const { body: deal } = await sender.send({ object: 'deal', company, deal: { title: 'Big' } });
    expect(deal).toMatchObject({ object: 'deal', status: 'pending', reason: { code: 'waits_for_company' } });
    const { body: task } = await sender.send({ object: 'task', company, task: { subject: 'Call' } });
    const all = await sender.entries();
    expect(all.map(({ object }) => object).sort()).toEqual(['company', 'deal', 'task']);
    const made = all.find(({ object }) => object === 'company')!;
    expect(await waitsFor(deal.id)).toBe(made.id);
    expect(await waitsFor(task.id)).toBe(made.id);
  });

  test('of a company in the same batch wait for that one, wherever it stands', async () => {
    const results = await sender.sendBatch([
      { object: 'deal', company, deal: { title: 'Big' } },
      { company },
      { object: 'task', company, task: { subject: 'Call' } },
    ]);
    const companies = (await sender.entries()).filter(({ object }) => object === 'company');
    expect(companies).toHaveLength(1);
    expect(await waitsFor(results[0]!.id!)).toBe(companies[0]!.id);
    expect(await waitsFor(results[2]!.id!)).toBe(companies[0]!.id);
    expect(results[1]!.id).toBe(companies[0]!.id);
  });

  test('of a company that is in the CRM wait for nothing', async () => {
    const { body } = await workspace.key.call<Company>('POST', '/v1/companies', { body: company });
    await link(body.id);
    expect((await sender.send({ object: 'deal', companyId: body.id, deal: { title: 'Big' } })).body.reason).toBeNull();
    expect(await sender.entries()).toHaveLength(1);
  });

  test('with an external id are the same record again, without one a new record each time', async () => {
    const { body } = await workspace.key.call<Company>('POST', '/v1/companies', { body: company });
    await link(body.id);
    const deal = (more: object) => sender.send({ object: 'deal', companyId: body.id, deal: { title: 'Big', ...more } });
    const known = [await deal({ externalId: 'd1' }), await deal({ externalId: 'd1' })];
    expect(known[1]!.body.id).toBe(known[0]!.body.id);
    await deal({ externalId: 'd1', amount: 5 });
    const unknown = [await deal({}), await deal({})];
    expect(unknown[1]!.body.id).not.toBe(unknown[0]!.body.id);
    const keys = await house.database.query<{ keys: number }[]>(
      `select count(distinct record_key)::int as keys from sync where workspace_id = $1`,
      [workspace.workspaceId],
    );
    expect(keys[0]!.keys).toBe(3);
  });

  test.each([
    { object: 'deal', task: { subject: 'Call' } },
    { object: 'deal', deal: { title: '' } },
    { object: 'deal', deal: { title: 'A', closeDate: '31/12/2026' } },
    { object: 'deal', deal: { title: 'A', closeDate: '2026-02-30' } },
    { object: 'deal', deal: { title: 'A', currency: 'EURO' } },
    { object: 'task', task: {} },
    { object: 'company', deal: { title: 'A' } },
    { object: 'contact' },
  ])('%j is refused', async (more) => {
    expect(await sender.send({ company, ...more })).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(await sender.entries()).toEqual([]);
  });
});
