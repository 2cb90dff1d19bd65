import Bull from 'bull';
import { counter, type JobData, jobs, peer, tell, writeRecord } from './one-call.ts';

const queue = new Bull<JobData>(`drain-${peer.round}`, peer.redisUrl, {
  defaultJobOptions: { attempts: 3, removeOnComplete: true },
});
for (let start = 0; start < jobs.length; start += 500) {
  await queue.addBulk(jobs.slice(start, start + 500).map((data) => ({ name: 'sync', data })));
}
const { one, done } = counter();
queue.on('completed', one);
const startedAt = performance.now();
void queue.process('sync', peer.concurrency, ({ data }) => writeRecord(data));
await done;
tell(startedAt);
