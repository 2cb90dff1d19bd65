import { bringChromium } from '../../local/chromium.ts';
import { buildWhatIsStale } from '../../local/builds.ts';
import { openCrm, openHouse, tidy, type BenchHouse } from '../bench-house.ts';
import type { BenchOptions } from '../parts.ts';
import { median, range, report, type Row } from '../report.ts';
import { runBrowser } from '../run-browser.ts';

/** What the CRM refuses, and how many companies have it: 5,000 failures of 4 causes. */
const CAUSES = [
  { field: 'city', value: 'Nowhere', failures: 2_000 },
  { field: 'industry', value: 'Alchemy', failures: 1_500 },
  { field: 'street', value: 'No Street 1', failures: 1_000 },
  { field: 'phone', value: 'none', failures: 500 },
] as const;
const FAILURES = CAUSES.reduce((sum, { failures }) => sum + failures, 0);
const ROUNDS = 15;
const BUDGET_MS = 100;
/** As many as one call takes. */
const MOST_A_CALL = 1_000;

/** The issues of 5,000 failures: how soon the overview shows them, in a real browser on the real API. */
export async function benchIssues(options: BenchOptions): Promise<boolean> {
  const chromium = await bringChromium();
  await buildWhatIsStale('extension for tests');
  const crm = await openCrm(options);
  const house = await openHouse(options, crm);
  try {
    await crm.setFaults({ refuse: CAUSES.map(({ field, value }) => ({ field, value })) });
    for (const cause of CAUSES) await fail(house, cause);
    await untilAllFailed(house);
    await tidy(house.database);
    const { items } = await house.client.listIssues();
    const isExact = JSON.stringify(items.map(({ count }) => count)) === JSON.stringify(CAUSES.map((c) => c.failures));
    const answers = await timeAnswers(house);
    const { browser, empty, ...opened } = await runBrowser<OpeningTimes>('open-overview.ts', house, options, {
      CHROMIUM_PATH: chromium,
      ISSUES: String(CAUSES.length),
      ROUNDS: String(ROUNDS),
    });
    const painted = (name: string, times: number[], budget?: number): Row => ({
      name,
      value: median(times),
      unit: 'ms',
      budget: budget === undefined ? '' : `≤ ${budget} ms`,
      met: budget === undefined ? null : median(times) <= budget,
      peers: { 'an empty page of the extension': median(empty) },
      range: range(times),
    });
    report('issues', options.folder, { node: process.version, chromium: browser }, [
      painted('overview opened, 4 issues painted', opened.warm, BUDGET_MS),
      painted('page of issues opened, 4 cards painted', opened.warmPage, BUDGET_MS),
      painted('overview just signed in, 4 issues painted', opened.cold),
      {
        name: 'GET /v1/issues',
        value: median(answers),
        unit: 'ms',
        budget: '',
        met: null,
        peers: {},
        range: range(answers),
      },
      {
        name: 'failures not under their cause',
        value: isExact ? 0 : 1,
        unit: '',
        budget: '0',
        met: isExact,
        peers: {},
      },
    ]);
    return isExact;
  } finally {
    await house.close();
    await crm.close();
  }
}

async function fail(house: BenchHouse, { field, value, failures }: (typeof CAUSES)[number]): Promise<void> {
  for (let from = 0; from < failures; from += MOST_A_CALL) {
    const items = Array.from({ length: Math.min(MOST_A_CALL, failures - from) }, (_, index) => ({
      integrationId: house.integrationId,
      company: { name: `${field} ${from + index}`, externalId: `${field}-${from + index}`, [field]: value },
    }));
    await house.client.createSyncs(items);
  }
}

async function untilAllFailed(house: BenchHouse): Promise<void> {
  for (;;) {
    const { counts } = await house.client.summary();
    if (counts.error === FAILURES) return;
    process.stdout.write(`\r  ${counts.error} failed`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function timeAnswers(house: BenchHouse): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    const started = performance.now();
    await house.client.listIssues();
    times.push(performance.now() - started);
  }
  return times;
}

/** What `e2e/bench/open-overview.ts` prints. */
interface OpeningTimes {
  browser: string;
  empty: number[];
  warm: number[];
  warmPage: number[];
  cold: number[];
}
