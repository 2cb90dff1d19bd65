import { type BenchHouse, drained, send } from '../bench-house.ts';
import { percentile, type Row } from '../report.ts';

const LARGE = 20_000;
const SMALL = 20;
const SMALL_INTEGRATIONS = 9;
const LATENCY_MS = 20;

/** One integration with 20,000 waiting, nine that then send 20 each: how long the small ones wait. */
export async function benchFairness(house: BenchHouse): Promise<Row[]> {
  const { client, crm, integrationId } = house;
  await crm.reset();
  const small: string[] = [];
  for (let index = 0; index < SMALL_INTEGRATIONS; index += 1) {
    const made = await client.connectIntegration({
      provider: 'practice',
      name: `Small ${index}`,
      settings: { baseUrl: crm.url },
      credentials: { token: 'practice-token' },
    });
    small.push(made.id);
  }
  await client.pauseIntegration(integrationId);
  await send(house, integrationId, LARGE, 'large');
  await crm.setFaults({ latencyMs: LATENCY_MS });
  await client.resumeIntegration(integrationId);
  for (const [index, id] of small.entries()) await send(house, id, SMALL, `small${index}`);
  await drained(house);
  const { rows } = await house.database.query<{ ms: number }>(
    `select extract(epoch from processed_at - initiated_at) * 1000 as ms from sync where integration_id = any($1)`,
    [small],
  );
  const waits = rows.map(({ ms }) => Number(ms) / 1000);
  const { records, effects } = await crm.count();
  const expected = LARGE + SMALL * SMALL_INTEGRATIONS;
  if (records !== expected || effects !== expected)
    throw new Error(`Sent ${expected}, the CRM holds ${records} and counts ${effects}`);
  const p95 = percentile(waits, 0.95);
  return [
    {
      name: 'fairness: p95 wait of the small ones',
      value: p95,
      unit: 's',
      budget: '≤ 2 s',
      met: p95 <= 2,
      peers: { 'p50 s': percentile(waits, 0.5), 'longest s': Math.max(...waits) },
    },
  ];
}
