import { PgBoss } from 'pg-boss';
import { counter, type JobData, jobs, peer, tell, writeRecord } from './one-call.ts';

const boss = new PgBoss({ connectionString: peer.databaseUrl, schema: `boss_${peer.round}`, max: 20 });
await boss.start();
await boss.createQueue('sync');
for (let start = 0; start < jobs.length; start += 500) {
  await boss.insert(
    'sync',
    jobs.slice(start, start + 500).map((data) => ({ data })),
  );
}
const { one, done } = counter();
const startedAt = performance.now();
for (let worker = 0; worker < peer.concurrency; worker += 1) {
  await boss.work<JobData>('sync', { batchSize: 10, pollingIntervalSeconds: 0.5 }, async (batch) => {
    for (const { data } of batch) {
      await writeRecord(data);
      one();
    }
  });
}
await done;
tell(startedAt);
