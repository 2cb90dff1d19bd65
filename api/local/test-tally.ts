import { readJson } from './json-file.ts';

/** How many tests went which way. A step without tests of its own, like the types, counts as one. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const PASSED: Tally = { passed: 1, failed: 0, skipped: 0 };
export const FAILED: Tally = { passed: 0, failed: 1, skipped: 0 };
export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

export function sum(tallies: Tally[]): Tally {
  return tallies.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    NOTHING,
  );
}

/** What Jest wrote with `--json --outputFile`. A test file that did not even load counts as one failure. */
export function jestTally(file: string): Tally | undefined {
  const report = readJson<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    numRuntimeErrorTestSuites: number;
  }>(file);
  return (
    report && {
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
      skipped: report.numPendingTests + report.numTodoTests,
    }
  );
}

/** What Playwright's JSON reporter wrote. A test that passed only at its second try is a failure. */
export function playwrightTally(file: string): Tally | undefined {
  const report = readJson<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }>(file);
  return (
    report && {
      passed: report.stats.expected,
      failed: report.stats.unexpected + report.stats.flaky,
      skipped: report.stats.skipped,
    }
  );
}

/** The run as a whole failed whenever its program says so, whatever it counted. */
export function tallyOfRun(how: string, counted: Tally | undefined): Tally {
  if (how === 'exit code 0') return counted ?? FAILED;
  return counted && counted.failed > 0 ? counted : sum([counted ?? NOTHING, FAILED]);
}
