/** What every peer is given, and the one call each of its jobs makes. */
const { CRM_URL = '', COUNT = '0', CONCURRENCY = '1', ROUND = '0', DATABASE_URL = '', REDIS_URL = '' } = process.env;
export const peer = {
  count: Number(COUNT),
  concurrency: Number(CONCURRENCY),
  round: ROUND,
  databaseUrl: DATABASE_URL,
  redisUrl: REDIS_URL,
};

export interface JobData {
  key: string;
  name: string;
}

export const jobs: JobData[] = Array.from({ length: peer.count }, (_, index) => ({
  key: `peer-${ROUND}-${index}`,
  name: `Company ${index}`,
}));

/** Writes one record. Throws where the CRM says no. */
export async function writeRecord({ key, name }: JobData): Promise<void> {
  const answer = await fetch(`${CRM_URL}/practice/v1/companies/batch/upsert`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer practice-token' },
    body: JSON.stringify({ items: [{ key, properties: { name, city: 'Köln', industry: 'Software' } }] }),
  });
  await answer.text();
  if (!answer.ok) throw new Error(`The CRM answered ${answer.status}`);
}

/** Resolves `done` after `count` calls of `one`. */
export function counter(): { one(): void; done: Promise<void> } {
  let left = peer.count;
  const { promise, resolve } = Promise.withResolvers<void>();
  return { one: () => void (--left === 0 && resolve()), done: promise };
}

/** Prints the seconds and stays until it is stopped. */
export function tell(startedAt: number): void {
  process.stdout.write(`${(performance.now() - startedAt) / 1000}\n`);
  process.on('SIGTERM', () => process.exit(0));
}
