import { join } from 'node:path';
import { startChild } from '../../local/child.ts';
import type { BenchOptions } from '../parts.ts';

/** The usual ways: each sync is a job of its own, and its call writes one record. */
export const PEERS = ['bull', 'bullmq', 'pg-boss', 'graphile-worker'] as const;
export type Peer = (typeof PEERS)[number];

export interface PeerOptions extends BenchOptions {
  crmUrl: string;
  count: number;
  concurrency: number;
  round: number;
}

/** Enqueues all jobs in a process of its own, then works them; answers the seconds the work took. */
export async function runPeer(
  peer: Peer,
  { root, folder, databaseUrl, redisUrl, crmUrl, count, concurrency, round }: PeerOptions,
): Promise<number> {
  const child = await startChild({
    name: peer,
    command: process.execPath,
    args: [join(root, 'api/bench/peers', `${peer}.ts`)],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      CRM_URL: crmUrl,
      COUNT: String(count),
      CONCURRENCY: String(concurrency),
      ROUND: String(round),
    },
    log: join(folder, `peer-${peer}.log`),
    answers: true,
  });
  const answer = await child.answer;
  await child.stop();
  const seconds = Number(answer);
  if (!(seconds > 0)) throw new Error(`${peer} said "${answer}"; see ${join(folder, `peer-${peer}.log`)}`);
  return seconds;
}
