import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { counter, type JobData, jobs, peer, tell, writeRecord } from './one-call.ts';

const quiet = new Logger(() => () => undefined);
const options = { connectionString: peer.databaseUrl, schema: `graphile_${peer.round}`, logger: quiet };
const utils = await makeWorkerUtils(options);
await utils.migrate();
for (let start = 0; start < jobs.length; start += 500) {
  await utils.addJobs(jobs.slice(start, start + 500).map((payload) => ({ identifier: 'sync', payload })));
}
const { one, done } = counter();
const startedAt = performance.now();
await run({
  ...options,
  concurrency: peer.concurrency,
  maxPoolSize: 20,
  pollInterval: 100,
  noHandleSignals: true,
  taskList: {
    sync: async (payload) => {
      await writeRecord(payload as JobData);
      one();
    },
  },
});
await done;
tell(startedAt);
