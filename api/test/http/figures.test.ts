import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SyncCount, SyncDays } from '@integration-queue/shared/sync-figures';
import { v7 as uuidv7 } from 'uuid';
import { ApiHouse, type TestWorkspace, unknownId } from './api-house.js';

let house: ApiHouse;
let workspace: TestWorkspace;

/** Midnight of 2 March 2026 in Berlin is 23:00 of the day before in UTC. */
const ENTRIES = [
  ['2026-03-01T22:59:59.999Z', 'processed'],
  ['2026-03-01T23:00:00.000Z', 'processed'],
  ['2026-03-02T12:00:00.000Z', 'processed'],
  ['2026-03-02T12:00:00.001Z', 'error'],
  ['2026-03-02T12:00:00.002Z', 'pending'],
  ['2026-03-02T12:00:00.003Z', 'deleted'],
  ['2026-03-04T12:00:00.000Z', 'error'],
] as const;

beforeAll(async () => {
  house = await ApiHouse.open();
  workspace = await house.newWorkspace();
  const { body } = await workspace.key.call<{ id: string }>('POST', '/v1/companies', { body: { name: 'Acme' } });
  for (const [at, status] of ENTRIES)
    await house.database.query(
      `insert into sync (id, workspace_id, integration_id, object, company_id, company_name, record_key, status, source, trigger_kind, initiated_at)
       values ($1::uuid, $2, $3, 'company', $4, 'Acme', 'acme', $5, '{}', 'api', $6)`,
      [uuidv7({ msecs: Date.parse(at) }), workspace.workspaceId, workspace.integrationId, body.id, status, at],
    );
});
afterAll(() => house.close());

const days = async (query: string) => (await workspace.key.call<SyncDays>('GET', `/v1/syncs/days?${query}`)).body.items;
const count = async (query: string) => (await workspace.key.call<SyncCount>('GET', `/v1/syncs/count${query}`)).body;

describe('entries per day', () => {
  const MARCH = 'from=2026-03-01T12:00:00Z&to=2026-03-04T12:00:00Z';

  test('are those processed and failed by now, with every day in between', async () => {
    expect(await days(MARCH)).toEqual([
      { date: '2026-03-01', processed: 2, error: 0 },
      { date: '2026-03-02', processed: 1, error: 1 },
      { date: '2026-03-03', processed: 0, error: 0 },
      { date: '2026-03-04', processed: 0, error: 1 },
    ]);
  });

  test('begin at midnight where the reader lives', async () => {
    expect((await days(`${MARCH}&timeZone=Europe/Berlin`)).slice(0, 2)).toEqual([
      { date: '2026-03-01', processed: 1, error: 0 },
      { date: '2026-03-02', processed: 2, error: 1 },
    ]);
  });

  test('are of one integration where one is named', async () => {
    expect(await days(`${MARCH}&integrationId=${workspace.integrationId}`)).toEqual(await days(MARCH));
    const none = await days(`${MARCH}&integrationId=${unknownId()}`);
    expect(none.map(({ processed, error }) => processed + error)).toEqual([0, 0, 0, 0]);
  });

  test('are the last 30 unless others are asked for, and 92 at most', async () => {
    const usual = await days('');
    expect(usual).toHaveLength(30);
    expect(usual.at(-1)!.date).toBe(new Date().toISOString().slice(0, 10));
    const most = await days('from=0001-01-01T00:00:00Z&to=2026-03-04T00:00:00Z');
    expect([most.length, most.at(-1)!.date]).toEqual([92, '2026-03-04']);
    expect(await days('from=2026-03-04T00:00:00Z&to=2026-03-01T00:00:00Z')).toEqual([]);
    expect((await days('from=2026-03-04T00:00:00Z&to=9999-12-31T00:00:00Z')).length).toBeLessThanOrEqual(92);
  });

  test.each(['timeZone=Mars/Olympus', 'timeZone=%2B02:00', 'timeZone=', 'from=yesterday'])(
    'refuses %s',
    async (query) => {
      expect(await workspace.key.refused('GET', `/v1/syncs/days?${query}`)).toMatchObject({ code: 'invalid_request' });
    },
  );
});

describe('a count', () => {
  test('tells how many match, by status', async () => {
    const all = { pending: 1, processing: 0, processed: 3, error: 2 };
    expect(await count('')).toEqual({ counts: all, isExact: true });
    expect(await count(`?integrationId=${workspace.integrationId}`)).toEqual({ counts: all, isExact: true });
    expect(await count('?status=error')).toMatchObject({ counts: { processed: 0, error: 2 } });
    expect(await count('?q=acme&from=2026-03-02T00:00:00Z')).toEqual({
      counts: { pending: 1, processing: 0, processed: 1, error: 2 },
      isExact: true,
    });
    expect(await count('?q=nobody')).toMatchObject({ counts: { pending: 0, processed: 0 } });
  });
});
