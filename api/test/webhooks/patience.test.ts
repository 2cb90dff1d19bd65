import { expect, test } from '@jest/globals';
import { DAYS_UNTIL_DISABLED, messageWait } from '../../src/webhooks/delivering/patience.js';

function patienceOfOneMessage(): number {
  let total = 0;
  for (let attempts = 1; ; attempts += 1) {
    const wait = messageWait(attempts);
    if (wait === null) return total;
    total += wait;
  }
}

test('no message is given up before an endpoint that takes none is switched off', () => {
  const least = Math.min(...Array.from({ length: 1_000 }, patienceOfOneMessage));
  expect(least / 86_400_000).toBeGreaterThan(DAYS_UNTIL_DISABLED);
});
