import { expect, test } from '@jest/globals';
import { tallyOfRun } from './test-tally.ts';

test.each([
  ['all went well', 'exit code 0', { passed: 3, failed: 0, skipped: 1 }, { passed: 3, failed: 0, skipped: 1 }],
  ['some failed', 'exit code 1', { passed: 3, failed: 2, skipped: 0 }, { passed: 3, failed: 2, skipped: 0 }],
  [
    'it failed beside its tests',
    'exit code 1',
    { passed: 3, failed: 0, skipped: 0 },
    { passed: 3, failed: 1, skipped: 0 },
  ],
  ['it was killed before it reported', 'killed by SIGKILL', undefined, { passed: 0, failed: 1, skipped: 0 }],
  ['it says all is well and reports nothing', 'exit code 0', undefined, { passed: 0, failed: 1, skipped: 0 }],
])('a run is counted as it was: %s', (_title, how, counted, expected) => {
  expect(tallyOfRun(how, counted)).toEqual(expected);
});
