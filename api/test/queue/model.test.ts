import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { House } from './house.js';
import { ANY_COMMAND } from './model-commands.js';
import { expectPromiseKept, type World } from './world.js';

/** `FC_SEED` (and `FC_PATH`) of a failure replay it; `FC_RUNS` runs more histories than a suite has time for. */
const { FC_SEED = '20261124', FC_PATH, FC_RUNS = '30' } = process.env;

let house: House;

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());
beforeEach(() => {
  const now = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => now() + frozenFor);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Milliseconds the processes under test have been frozen: the clock goes on meanwhile. */
let frozenFor = 0;

async function newWorld(): Promise<World> {
  await house.clear();
  return {
    house,
    integrations: [await house.connect(), await house.connect()],
    syncs: [],
    companies: new Map(),
    stopped: [],
    freeze: () => {
      frozenFor += 60_000;
    },
  };
}

test('whatever happens in whatever order: nothing lost, nothing twice, nothing sent after it was deleted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(ANY_COMMAND, { maxCommands: 24, size: 'max' }), async (commands) => {
      const world = await newWorld();
      await fc.asyncModelRun(() => ({ model: {}, real: world }), commands);
      await expectPromiseKept(world);
    }),
    {
      numRuns: Number(FC_RUNS),
      seed: Number(FC_SEED),
      ...(FC_PATH ? { path: FC_PATH } : {}),
      interruptAfterTimeLimit: 150_000,
      markInterruptAsFailure: true,
      endOnFailure: true,
    },
  );
  expect(await house.unlistedChanges()).toEqual([]);
}, 180_000);
