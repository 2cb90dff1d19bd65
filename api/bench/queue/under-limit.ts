import { type BenchHouse, drained, send, TOKEN } from '../bench-house.ts';
import { type Row } from '../report.ts';

/** HubSpot's limit for a private app: 190 calls in any 10 seconds, 100 records a call. */
const LIMIT = { requests: 190, perMs: 10_000 };
const BATCH = 100;
const COUNT = 40_000;

/**
 * Drains under the limit, which the CRM enforces and the integration declares. The companies have no domain, so none has
 * to be looked for: with domains, look-ups share the budget (one call for several batches).
 */
export async function benchUnderLimit(house: BenchHouse): Promise<Row[]> {
  const { client, crm, integrationId } = house;
  await crm.reset();
  const credentials = { token: TOKEN };
  await client.changeIntegration(integrationId, {
    settings: { requests: String(LIMIT.requests), perMs: String(LIMIT.perMs) },
    credentials,
  });
  await client.pauseIntegration(integrationId);
  await send(house, integrationId, COUNT, 'limited');
  await crm.setFaults({ rateLimit: LIMIT });
  const started = performance.now();
  await client.resumeIntegration(integrationId);
  await drained(house);
  const seconds = (performance.now() - started) / 1000;
  const { records, effects, refusedCalls, calls } = await crm.count();
  await client.changeIntegration(integrationId, { settings: { requests: '', perMs: '' }, credentials });
  if (records !== COUNT || effects !== COUNT)
    throw new Error(`Sent ${COUNT}, the CRM holds ${records} and counts ${effects}`);
  const possible = (LIMIT.requests / LIMIT.perMs) * 1000 * BATCH;
  const share = (COUNT / seconds / possible) * 100;
  return [
    {
      name: 'drain under 190 calls / 10 s',
      value: share,
      unit: '% of limit × batch',
      budget: '≥ 95 %, no 429',
      met: share >= 95 && refusedCalls === 0,
      peers: { 'answers 429': refusedCalls, calls, 'syncs/s': COUNT / seconds },
    },
  ];
}
