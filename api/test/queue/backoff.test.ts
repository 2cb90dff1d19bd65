import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backoff } from '../../src/queue/backoff.js';

const LONGEST = 5 * 60_000;

test('waits grow by doubling, keep their upper half to chance, and stay within five minutes', () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, chance) => {
      const ceiling = Math.min(LONGEST, 1_000 * 2 ** failures);
      const wait = backoff(failures, () => chance);
      expect(wait).toBeGreaterThanOrEqual(ceiling / 2);
      expect(wait).toBeLessThanOrEqual(ceiling);
    }),
  );
});

test('rows that failed together do not all come back together', () => {
  const waits = new Set(Array.from({ length: 100 }, () => Math.round(backoff(3))));
  expect(waits.size).toBeGreaterThan(50);
});
