import { ApiError } from '@integration-queue/shared/api-error';
import { createClient } from '@integration-queue/shared/client';
import type { Import } from '@integration-queue/shared/import';
import { type BenchHouse, openCrm, openHouse } from '../bench-house.ts';
import type { BenchOptions } from '../parts.ts';
import { report, type Row } from '../report.ts';
import { MemoryWatch } from './memory.ts';

const MILLION = 1_000_000;
/** Lines before the memory is looked at for the first time: what every import needs once is no growth. */
const WARM_UP = 20_000;
const BUDGET_MB = 100;
const KEY = 'bench';

/**
 * Imports NDJSON lines, a million unless a word says how many, and watches the memory of the API's process meanwhile. Half-way
 * the process is killed, and the file sent again under the same key.
 */
export async function benchImport(options: BenchOptions): Promise<boolean> {
  const count = Number(options.words.find((word) => /^\d+$/.test(word)) ?? MILLION);
  const crm = await openCrm(options);
  const house = await openHouse(options, crm);
  const rows: Row[] = [];
  let isExact: boolean, isLean: boolean;
  try {
    const run = new Run(house, count);
    const killed = await run.untilKilled(count / 2);
    const { report: done, growthMb, resumedAfter } = await run.toItsEnd();
    const growth = Math.max(killed.growthMb, growthMb);
    const { rows: stored } = await house.database.query<{ n: number }>('select count(*)::int as n from company');
    isExact = done.created === count && done.lines === count && stored[0]?.n === count + 2 * WARM_UP;
    isLean = growth <= BUDGET_MB;
    const [value, met] = [growth, isLean];
    const peers = {};
    rows.push(
      { name: 'API memory growth', value, unit: 'MB', budget: `≤ ${BUDGET_MB} MB`, met, peers },
      { name: 'import', value: run.linesPerSecond, unit: 'lines/s', budget: '', met: null, peers },
      { name: 'lines done when killed', value: killed.lines, unit: '', budget: '', met: null, peers },
      { name: 'wait until resumed', value: resumedAfter, unit: 's', budget: '', met: null, peers },
      { name: 'companies lost or twice', value: isExact ? 0 : 1, unit: '', budget: '0', met: isExact, peers },
    );
  } finally {
    await house.close();
    await crm.close();
  }
  report('import', options.folder, { node: process.version }, rows);
  return isExact && isLean;
}

/** One import in two goes. */
class Run {
  private readonly house: BenchHouse;
  private readonly count: number;
  private readonly client;
  private lines = 0;
  private seconds = 0;

  constructor(house: BenchHouse, count: number) {
    this.house = house;
    this.count = count;
    this.client = createClient({ url: house.apiUrl, token: house.apiKey, timeout: false });
  }

  get linesPerSecond(): number {
    return this.count / this.seconds;
  }

  /** Settles when the API was killed after so many lines, and another one runs. */
  async untilKilled(lines: number): Promise<{ lines: number; growthMb: number }> {
    await this.load(0, WARM_UP, 'warm-up');
    const { promise: reached, resolve } = Promise.withResolvers<void>();
    const watch = this.watch((done) => done >= lines && resolve());
    const broken = this.load(2 * WARM_UP, this.count, KEY).then(
      () => Promise.reject(new Error('The import was done before the API was killed')),
      () => undefined,
    );
    await Promise.race([reached, broken]);
    await this.house.killApi();
    await broken;
    const growthMb = watch.end();
    return { lines: (await this.progress())?.lines ?? 0, growthMb };
  }

  /** Sends the same file again, as soon as the API takes the killed import for dead. */
  async toItsEnd(): Promise<{ report: Import; growthMb: number; resumedAfter: number }> {
    const asked = performance.now();
    await this.load(WARM_UP, WARM_UP, 'second warm-up');
    for (;;) {
      const resumedAfter = (performance.now() - asked) / 1000;
      const watch = this.watch(() => undefined);
      try {
        return { report: await this.load(2 * WARM_UP, this.count, KEY), growthMb: watch.end(), resumedAfter };
      } catch (error) {
        watch.end();
        if (!(error instanceof ApiError && error.code === 'request_in_progress')) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  }

  private load(from: number, count: number, key: string): Promise<Import> {
    const body = ReadableStream.from(portions(from, from + count));
    return this.client.importCompanies(body, { contentType: 'application/x-ndjson', key });
  }

  private async progress(): Promise<Import | undefined> {
    return (await this.client.listImports()).items.find(({ lines }) => lines > WARM_UP);
  }

  /** Looks at memory and progress each second, and shows the progress; `end` answers the growth. */
  private watch(onLines: (done: number) => void): { end(): number } {
    const memory = new MemoryWatch(this.house.apiPid());
    const started = performance.now();
    const timer = setInterval(() => {
      memory.look();
      void this.progress().then(
        (seen) => {
          if (!seen || seen.lines === this.lines) return;
          this.lines = seen.lines;
          process.stdout.write(`\r  ${this.lines} lines, memory +${Math.round(memory.growthMb)} MB `);
          onLines(this.lines);
        },
        () => undefined,
      );
    }, 1_000);
    return {
      end: () => {
        clearInterval(timer);
        this.seconds += (performance.now() - started) / 1000;
        return memory.growthMb;
      },
    };
  }
}

function* portions(from: number, to: number): Generator<Uint8Array> {
  for (let n = from; n < to; n += 500) {
    const lines = Array.from({ length: Math.min(500, to - n) }, (_, index) => {
      const id = n + index;
      return `${JSON.stringify({ name: `Company ${id}`, externalId: `import-${id}`, domain: `c${id}.example`, city: 'Köln', employees: id })}\n`;
    });
    yield Buffer.from(lines.join(''));
  }
}
