import { createRequire } from 'node:module';
import type { BenchOptions } from '../parts.ts';
import { openCrm, openHouse } from '../bench-house.ts';
import { report, type Row } from '../report.ts';
import { benchAccept } from './accept.ts';
import { benchDrain } from './drain.ts';
import { benchFairness } from './fairness.ts';
import { benchIdle } from './idle.ts';
import { benchUnderLimit } from './under-limit.ts';

/** Accept, drain under a limit, drain without, fairness, idle; beside the usual ways in the same run. */
export async function benchQueue(options: BenchOptions): Promise<boolean> {
  const crm = await openCrm(options);
  const house = await openHouse(options, crm);
  const rows: Row[] = [];
  try {
    for (const [name, bench] of Object.entries(BENCHES)) {
      if (options.words.length > 0 && !options.words.some((word) => name.includes(word))) continue;
      process.stdout.write(`• ${name}\n`);
      await crm.setFaults({ latencyMs: 0, rateLimit: null });
      rows.push(...(await bench(house, options)));
    }
  } finally {
    await house.close();
    await crm.close();
  }
  report('queue', options.folder, versions(), rows);
  return true;
}

const BENCHES = {
  accept: benchAccept,
  'under-limit': benchUnderLimit,
  drain: benchDrain,
  fairness: benchFairness,
  idle: benchIdle,
};

function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const version = (name: string) => (require(`../../node_modules/${name}/package.json`) as { version: string }).version;
  const names = ['bull', 'bullmq', 'pg-boss', 'graphile-worker', '@nestjs/core', 'typeorm', 'pg'];
  return { node: process.version, ...Object.fromEntries(names.map((name) => [name, version(name)])) };
}
