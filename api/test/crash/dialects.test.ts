import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CRASH_POINTS } from '../../src/queue/crash-points.js';
import { House } from '../queue/house.js';
import { DIALECTS, type DialectName } from './dialects.ts';

/**
 * The promise in each vendor's dialect, at each crash point. The crash run itself tries them too (`npm run crash --
 * --dialect all`), but has to wait for what a real account takes to show new records, up to a minute.
 */
const NAMES = (Object.keys(DIALECTS) as DialectName[]).filter((name) => name !== 'practice');
/** More than one batch where batches are small; Pipedrive allows five searches a second. */
const COUNTS: Partial<Record<DialectName, number>> = { pipedrive: 6 };
const COUNT = 24;

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterEach(() => house.clear());
afterAll(() => house.close());

/** What the CRM counts on each record. */
async function writes(): Promise<number[]> {
  const records = [...(await house.records('company')), ...(await house.records('deal'))];
  return records.map((record) => record.writes);
}

describe.each(NAMES)('%s', (name) => {
  test.each(CRASH_POINTS)(
    'a worker killed at %s, and answers lost after it, leave one effect of each',
    async (point) => {
      const { provider, settings } = DIALECTS[name];
      const id = await house.connect({ provider, settings: settings(house.crm.url) });
      house.connectors.tuning = { searchLagMs: 0, budget: [] };
      await house.prepare(id);
      const count = COUNTS[name] ?? COUNT;
      const syncs = await house.sendMany(id, count, (index) => (index % 2 ? { domain: `c${index}.example` } : {}));

      expect(await house.tickKilledAt(id, point)).toBe(true);
      await house.expireLeases();
      await house.faults({ loseAnswerRate: 0.2, errorRate: 0.1 });
      await house.drain();
      await house.faults({ loseAnswerRate: 0, errorRate: 0 });
      for (const sync of syncs) {
        const { company_id: companyId } = await house.sync(sync);
        await house.send(id, { companyId, deal: { title: 'Big one', amount: 1000, closeDate: '2026-12-24' } });
      }
      expect(await house.tickKilledAt(id, point)).toBe(true);
      await house.expireLeases();
      await house.faults({ loseAnswerRate: 0.2, errorRate: 0.1 });
      await house.drain();
      await house.faults({ loseAnswerRate: 0, errorRate: 0 });
      await house.drain();

      expect(await house.statuses()).toEqual({ processed: 2 * count });
      expect(await writes()).toEqual(Array(2 * count).fill(1));
    },
  );
});
