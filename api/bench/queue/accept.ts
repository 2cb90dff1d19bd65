import { join } from 'node:path';
import { startChild } from '../../local/child.ts';
import { freePort } from '../../local/ports.ts';
import { type BenchHouse, companies } from '../bench-house.ts';
import type { BenchOptions } from '../parts.ts';
import { median, range, type Row } from '../report.ts';

const ROUNDS = 12;
const SIZE = 1000;

/**
 * `POST /v1/syncs/batch` of 1,000 companies given inline, answered when they are durable in Postgres, beside a Nest route
 * that hands the same 1,000 to Bull's `addBulk`. Turn by turn; the first two rounds only warm up.
 */
export async function benchAccept(house: BenchHouse, { root, folder, redisUrl }: BenchOptions): Promise<Row[]> {
  await house.client.pauseIntegration(house.integrationId);
  const port = await freePort();
  const peer = await startChild({
    name: 'Nest route with Bull',
    command: process.execPath,
    args: [join(root, 'api/bench/peers/accept-route.ts')],
    env: { PATH: process.env.PATH, PORT: String(port), REDIS_URL: redisUrl },
    log: join(folder, 'peer-accept.log'),
    answers: true,
  });
  await peer.answer;
  const post = async (url: string, body: unknown) => {
    const started = performance.now();
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${house.apiKey}` },
      body: JSON.stringify(body),
    });
    await answer.text();
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return performance.now() - started;
  };
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const items = companies(round * SIZE, SIZE, 'accept').map((company) => ({
      integrationId: house.integrationId,
      company,
    }));
    const our = await post(`${house.apiUrl}/v1/syncs/batch`, { items });
    const their = await post(`http://127.0.0.1:${port}/batch`, { items });
    if (round >= 2) {
      ours.push(our);
      theirs.push(their);
    }
  }
  await peer.stop();
  const { rows } = await house.database.query<{ n: number }>(
    `select count(*)::int as n from sync where company_name like 'accept %'`,
  );
  if (rows[0]?.n !== ROUNDS * SIZE) throw new Error(`Accepted ${ROUNDS * SIZE}, stored ${rows[0]?.n}`);
  await house.client.deleteSyncs({ filter: { status: 'pending' } });
  await house.client.resumeIntegration(house.integrationId);
  const perSecond = (ms: number[]) => ms.map((each) => (SIZE / each) * 1000);
  const ratio = median(perSecond(ours)) / median(perSecond(theirs));
  return [
    {
      name: 'accept 1,000',
      value: ratio,
      unit: '× Bull addBulk',
      budget: '≥ 1.0×',
      met: ratio >= 1,
      peers: { 'ours ms': median(ours), 'Nest + Bull ms': median(theirs) },
      range: range(ours.map((our, index) => theirs[index]! / our)),
    },
  ];
}
