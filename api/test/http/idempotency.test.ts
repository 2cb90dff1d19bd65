import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sync, SyncBatchAnswer } from '@integration-queue/shared/sync';
import { Idempotency } from '../../src/ops/idempotency/idempotency.js';
import { operator } from '../../src/workspaces/actor.js';
import { ApiHouse, type Caller, type TestWorkspace } from './api-house.js';
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

describe('an Idempotency-Key', () => {
  const acme = { name: 'Acme', domain: 'acme.example' };
  const keyed = (key: string, company: object, as: Caller = workspace.key) =>
    as.call<Sync & { code?: string }>('POST', '/v1/syncs', {
      body: { integrationId: workspace.integrationId, company },
      headers: { 'idempotency-key': key },
    });

  test('with the same body gets the same answer, also after the entry has changed', async () => {
    const first = await keyed('k1', acme);
    await house.database.query(`update sync set status = 'processed' where id = $1`, [first.body.id]);
    const second = await keyed('k1', acme);
    expect(first.status).toBe(201);
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect(await sender.entries()).toHaveLength(1);
  });

  test('with another body is refused', async () => {
    await keyed('k1', acme);
    expect(await keyed('k1', { ...acme, city: 'Goor' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  });

  test('of twins that come at once has one effect, and both get its answer', async () => {
    for (let round = 0; round < 5; round += 1) {
      const deal = { object: 'deal', company: acme, deal: { title: `Deal ${round}` } };
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          workspace.key.call<Sync>('POST', '/v1/syncs', {
            body: { integrationId: workspace.integrationId, ...deal },
            headers: { 'idempotency-key': `round-${round}` },
          }),
        ),
      );
      expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    }
    expect((await sender.entries()).filter(({ object }) => object === 'deal')).toHaveLength(5);
  });

  test('lets its work wait for others as long as without: only a twin is told to come again', async () => {
    const actor = { ...operator(workspace.workspaceId), kind: 'api_key' as const, id: workspace.workspaceId };
    const { answer } = await house
      .part(Idempotency)
      .once(actor, { key: 'k1', route: 'POST /v1/syncs', body: null }, async (transaction) => ({
        status: 200,
        answer: await transaction.query<unknown[]>('show lock_timeout'),
      }));
    expect(answer).toEqual(await house.database.query('show lock_timeout'));
  });

  test('belongs to who sent it', async () => {
    const other = await house.newKey(workspace, ['syncs:write']);
    await keyed('k1', acme);
    expect((await keyed('k1', { ...acme, city: 'Goor' }, other)).status).toBe(201);
  });

  test('of a request that was refused is free again', async () => {
    expect((await keyed('k1', { name: '' })).status).toBe(400);
    await keyed('k0', { name: 'A', externalId: 'a', domain: 'taken.example' });
    expect((await keyed('k1', { name: 'B', externalId: 'b', domain: 'taken.example' })).status).toBe(409);
    expect((await keyed('k1', acme)).status).toBe(201);
  });

  test('works for a batch, whose answer is kept whole', async () => {
    const batch = (name: string) =>
      workspace.key.call<SyncBatchAnswer>('POST', '/v1/syncs/batch', {
        body: {
          items: [
            { integrationId: workspace.integrationId, object: 'deal', company: acme, deal: { title: name } },
            { nonsense: true },
          ],
        },
        headers: { 'idempotency-key': 'batch' },
      });
    const [first, second] = [await batch('A'), await batch('A')];
    expect(second.body).toEqual(first.body);
    expect((await batch('B')).status).toBe(422);
    expect((await sender.entries()).filter(({ object }) => object === 'deal')).toHaveLength(1);
  });

  test('keeps an answer that names a key whose hundredth character is half an emoji', async () => {
    const long = `${'x'.repeat(99)}😀`;
    const batch = () =>
      workspace.key.call<SyncBatchAnswer>('POST', '/v1/syncs/batch', {
        body: { items: [{ integrationId: workspace.integrationId, company: acme, [long]: 1 }] },
        headers: { 'idempotency-key': 'emoji' },
      });
    const [first, second] = [await batch(), await batch()];
    expect(first).toMatchObject({ status: 202, body: { results: [{ status: 'invalid' }] } });
    expect(first.body.results[0]!.errors![0]!.path).toBe(`${'x'.repeat(99)}\uFFFD`);
    expect(second.body).toEqual(first.body);
  });

  test('is good for 24 hours', async () => {
    const { body } = await keyed('k1', acme);
    await house.database.query(
      `update idempotency set created_at = now() - interval '25 hours' where workspace_id = $1`,
      [workspace.workspaceId],
    );
    await house.database.query(`update sync set status = 'processed', dedupe_key = null where id = $1`, [body.id]);
    const again = await keyed('k1', { ...acme, city: 'Goor' });
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(body.id);
  });

  test('must have 1 to 255 characters', async () => {
    expect((await keyed('x'.repeat(256), acme)).status).toBe(400);
  });
});
