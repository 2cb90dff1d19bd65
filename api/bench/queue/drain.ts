import { type BenchHouse, drained, send } from '../bench-house.ts';
import type { BenchOptions } from '../parts.ts';
import { PEERS, runPeer } from '../peers/run-peer.ts';
import { median, range, type Row } from '../report.ts';

const COUNT = 10_000;
const ROUNDS = 3;
const LATENCY_MS = 20;
const CONCURRENCY = 50;

/** Drains without a limit, 20 ms a call, beside one job per sync at concurrency 50. Interleaved; effects are counted each time. */
export async function benchDrain(house: BenchHouse, options: BenchOptions): Promise<Row[]> {
  const { client, crm, integrationId } = house;
  const rates: Record<string, number[]> = {};
  const calls: Record<string, number> = {};
  const measure = async (name: string, work: () => Promise<number>) => {
    const seconds = await work();
    const counted = await crm.count();
    if (counted.records !== COUNT || counted.effects !== COUNT) {
      throw new Error(`${name}: sent ${COUNT}, the CRM holds ${counted.records} and counts ${counted.effects}`);
    }
    (rates[name] ??= []).push(COUNT / seconds);
    calls[name] = counted.calls;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    await crm.reset();
    await client.pauseIntegration(integrationId);
    await send(house, integrationId, COUNT, `drain${round}`);
    await crm.setFaults({ latencyMs: LATENCY_MS });
    await measure('ours', async () => {
      const started = performance.now();
      await client.resumeIntegration(integrationId);
      await drained(house);
      return (performance.now() - started) / 1000;
    });
    for (const peer of PEERS) {
      await crm.reset();
      await crm.setFaults({ latencyMs: LATENCY_MS });
      await measure(peer, () =>
        runPeer(peer, { ...options, crmUrl: crm.url, count: COUNT, concurrency: CONCURRENCY, round }),
      );
    }
  }
  const of = (name: string) => median(rates[name] ?? []);
  const ratio = of('ours') / of('bull');
  return [
    {
      name: 'drain without limit',
      value: ratio,
      unit: '× Bull, one job a sync',
      budget: '≥ 5×',
      met: ratio >= 5,
      peers: Object.fromEntries(['ours', ...PEERS].map((name) => [`${name} syncs/s`, of(name)])),
      range: range(rates['ours']!.map((rate, index) => rate / rates['bull']![index]!)),
      note: `CRM calls: ${['ours', ...PEERS].map((name) => `${name} ${calls[name]}`).join(', ')}`,
    },
  ];
}
