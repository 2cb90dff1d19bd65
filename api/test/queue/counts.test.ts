import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldCounts } from '../../src/queue/sql/fold-counts.js';
import { House } from './house.js';

let house: House;
let integrations: string[];

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.clear();
  integrations = [await house.connect(), await house.connect()];
});

interface Count {
  integrationId: string;
  status: string;
  n: number;
}

/** The rows themselves, counted. */
function counted(): Promise<Count[]> {
  return house.database.query<Count[]>(
    `select integration_id as "integrationId", status, count(*)::int as n from sync group by 1, 2 order by 1, 2`,
  );
}

/** What the counters say: folded and not folded yet. */
function told(): Promise<Count[]> {
  return house.database.query<Count[]>(
    `select integration_id as "integrationId", status, sum(n)::int as n from (
       select integration_id, status, n from sync_count union all select integration_id, status, n from sync_count_delta) c
     group by 1, 2 having sum(n) <> 0 order by 1, 2`,
  );
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), many: fc.integer({ min: 1, max: 120 }), bad: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('tick', 'delete', 'restore', 'retry', 'sweep', 'fold', 'expire', 'kill') }),
);

async function take(kind: string, integration: string): Promise<void> {
  const all = await house.database.query<{ id: string }[]>('select id from sync order by random() limit 30');
  const ids = all.map(({ id }) => id);
  switch (kind) {
    case 'tick':
      await house.tick(integration);
      return;
    case 'kill':
      await house.tickKilledAt(integration, 'after-write-ahead');
      return;
    case 'delete':
      await house.delete(...ids);
      return;
    case 'restore':
      for (const id of ids.slice(0, 5)) await house.restore(id);
      return;
    case 'retry':
      await house.retry(...ids);
      return;
    case 'expire':
      await house.expireLeases();
      return;
    case 'fold':
      await foldCounts(house.database, 7);
      return;
    default:
      await house.sweep();
  }
}

test('the counters are exact after any history, whatever ran beside it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.nat(1)), { minLength: 5, maxLength: 25 }), async (steps) => {
      await house.clear();
      integrations = [await house.connect(), await house.connect()];
      for (const [taken, which] of steps) {
        const integration = integrations[which]!;
        if (taken.kind === 'send') {
          await house.sendMany(integration, taken.many, () => (taken.bad ? { name: 'x'.repeat(300) } : {}));
        } else await Promise.all([take(taken.kind, integration), foldCounts(house.database, 3)]);
        expect(await told()).toEqual(await counted());
      }
      await foldCounts(house.database, 50_000);
      expect(await told()).toEqual(await counted());
    }),
    { numRuns: 6, seed: 20_261 },
  );
});
