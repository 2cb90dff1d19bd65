import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { House } from './house.js';

let house: House;
let integration: string;

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.clear();
  integration = await house.connect();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Moves the monotonic clock of this process on: what a process sees that was frozen. */
function letTimePass(ms: number): void {
  const now = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => now() + ms);
}

test('of many ticks for one integration, one works', async () => {
  await house.sendMany(integration, 50);
  const results = await Promise.all(Array.from({ length: 10 }, () => house.tick(integration)));
  expect(results.filter(({ settled }) => settled > 0)).toMatchObject([{ settled: 50 }]);
  expect((await house.records()).map(({ writes }) => writes)).toEqual(Array.from({ length: 50 }, () => 1));
});

test('as long as one tick holds an integration, no other does', async () => {
  await house.sendMany(integration, 50);
  const holder = await house.tickStoppedAt(integration, 'after-claim');
  const others = await Promise.all(Array.from({ length: 9 }, () => house.tick(integration)));
  expect(others).toEqual(Array.from({ length: 9 }, () => ({ held: false, settled: 0, ringInMs: null })));
  expect(await holder.resume()).toMatchObject({ held: true, settled: 50 });
});

describe('a holder that is frozen longer than its lease', () => {
  test.each(['after-lease', 'after-claim', 'after-lookup', 'after-write-ahead', 'after-send', 'after-settle'] as const)(
    '%s, and overtaken, changes nothing when it goes on',
    async (point) => {
      const ids = await house.sendMany(integration, 5);
      const frozen = await house.tickStoppedAt(integration, point);
      await house.expireLeases();
      await house.drain();
      expect(await house.statuses()).toEqual({ processed: 5 });
      const settled = await house.database.query<unknown[]>('select id, attempts, updated_at from sync order by id');

      letTimePass(30_000);
      await frozen.resume();
      expect(await house.database.query<unknown[]>('select id, attempts, updated_at from sync order by id')).toEqual(
        settled,
      );
      expect((await house.records()).map(({ writes }) => writes)).toEqual(ids.map(() => 1));
    },
  );

  test('sends nothing of what another has in its hands by now', async () => {
    await house.sendMany(integration, 3);
    const frozen = await house.tickStoppedAt(integration, 'after-lookup');
    await house.expireLeases();
    await house.sweep();
    const other = await house.tickStoppedAt(integration, 'after-claim');
    letTimePass(30_000);
    await frozen.resume();
    expect(await house.records()).toEqual([]);
    expect(await house.statuses()).toEqual({ processing: 3 });
    await other.resume();
    await house.drain();
    expect((await house.records()).map(({ writes }) => writes)).toEqual([1, 1, 1]);
  });

  test('and not overtaken yet, hands back what did not leave', async () => {
    await house.sendMany(integration, 3);
    const frozen = await house.tickStoppedAt(integration, 'after-lookup');
    await house.expireLeases();
    await frozen.resume();
    const rows = await house.database.query<unknown[]>('select distinct status, attempts, maybe_sent, claim from sync');
    expect(rows).toEqual([{ status: 'pending', attempts: 0, maybe_sent: false, claim: null }]);
    await house.drain();
    expect((await house.records()).map(({ writes }) => writes)).toEqual([1, 1, 1]);
  });

  test('claims nothing more once another holds the lease', async () => {
    await house.sendMany(integration, 250);
    const frozen = await house.tickStoppedAt(integration, 'after-lease');
    await house.expireLeases();
    const other = await house.tickStoppedAt(integration, 'after-lease');
    expect(await frozen.resume()).toMatchObject({ held: true, settled: 0 });
    expect(await house.integration(integration)).toMatchObject({ lease_token: expect.any(String) });
    expect(await other.resume()).toMatchObject({ settled: 250 });
  });
});
