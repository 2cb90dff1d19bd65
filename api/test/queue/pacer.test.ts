import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BudgetRule, Pacer } from '../../src/queue/pacer.js';

/** A clock the test turns. */
class Clock {
  now = 0;
  readonly read = (): number => this.now;
}

const rule = fc.record({ requests: fc.integer({ min: 1, max: 300 }), perMs: fc.integer({ min: 100, max: 20_000 }) });
const arrivals = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 9_000 })),
  {
    minLength: 1,
    maxLength: 400,
  },
);

/** The times at which calls leave that come with these pauses between them. */
function leaving(pacer: Pacer, clock: Clock, pauses: number[]): number[] {
  return pauses.map((pause) => {
    clock.now += pause;
    clock.now += pacer.take();
    return clock.now;
  });
}

function mostInOneWindow(times: number[], perMs: number): number {
  let most = 0;
  let first = 0;
  for (const [last, time] of times.entries()) {
    while (time - times[first]! >= perMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function expectWithin(times: number[], rules: BudgetRule[]): void {
  for (const { requests, perMs } of rules) expect(mostInOneWindow(times, perMs)).toBeLessThanOrEqual(requests);
}

describe('whatever comes when', () => {
  test('no window of any rule holds more than it allows', () => {
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 3 }), arrivals, (rules, pauses) => {
        const clock = new Clock();
        expectWithin(leaving(new Pacer(rules, [], clock.read), clock, pauses), rules);
      }),
    );
  });

  test('nor where the lease, and the pace with it, goes from holder to holder', () => {
    fc.assert(
      fc.property(rule, fc.array(arrivals, { minLength: 1, maxLength: 6 }), (one, turns) => {
        const clock = new Clock();
        let state: number[] = [];
        const times = turns.flatMap((pauses) => {
          const pacer = new Pacer([one], state, clock.read);
          const left = leaving(pacer, clock, pauses);
          state = pacer.state();
          return left;
        });
        expectWithin(times, [one]);
      }),
    );
  });
});

test('a line that never empties gets at least 95 % of HubSpot’s 190 calls in 10 s', () => {
  const clock = new Clock();
  const times = leaving(
    new Pacer([{ requests: 190, perMs: 10_000 }], [], clock.read),
    clock,
    Array.from({ length: 5_000 }, () => 0),
  );
  expect(5_000 / (times.at(-1)! / 1_000)).toBeGreaterThanOrEqual(0.95 * 19);
});

test('without a rule nothing waits', () => {
  const clock = new Clock();
  expect(
    leaving(
      new Pacer([], [], clock.read),
      clock,
      Array.from({ length: 50 }, () => 0),
    ).at(-1),
  ).toBe(0);
});

test('what the CRM says is left goes before what its rules allow', () => {
  const clock = new Clock();
  const pacer = new Pacer([{ requests: 100, perMs: 10_000 }], [], clock.read);
  pacer.take();
  pacer.tell({ remaining: 2, resetMs: 4_000 }, 1);
  expect(pacer.wait()).toBeLessThan(200);
  clock.now += pacer.take();
  expect(pacer.wait()).toBeGreaterThan(3_500);
  clock.now = 4_000;
  expect(pacer.wait()).toBe(0);
});

test('a call of several requests takes the place of all of them', () => {
  const clock = new Clock();
  const pacer = new Pacer([{ requests: 100, perMs: 10_000 }], [], clock.read);
  let sent = 0;
  while (clock.now < 10_000) {
    clock.now += pacer.take(2);
    if (clock.now < 10_000) sent += 2;
  }
  expect(sent).toBeLessThanOrEqual(100);
  expect(sent).toBeGreaterThanOrEqual(90);
});
