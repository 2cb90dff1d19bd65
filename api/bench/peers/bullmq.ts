import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { counter, type JobData, jobs, peer, tell, writeRecord } from './one-call.ts';

const connection = () => new Redis(peer.redisUrl, { maxRetriesPerRequest: null }) as never;
const name = `drain-mq-${peer.round}`;
const queue = new Queue<JobData>(name, { connection: connection() });
for (let start = 0; start < jobs.length; start += 500) {
  await queue.addBulk(
    jobs
      .slice(start, start + 500)
      .map((data) => ({ name: 'sync', data, opts: { attempts: 3, removeOnComplete: true } })),
  );
}
const { one, done } = counter();
const startedAt = performance.now();
const worker = new Worker<JobData>(name, ({ data }) => writeRecord(data), {
  connection: connection(),
  concurrency: peer.concurrency,
});
worker.on('completed', one);
await done;
tell(startedAt);
