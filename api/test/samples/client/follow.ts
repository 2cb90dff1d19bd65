import { createClient } from '@integration-queue/shared';

const { API = '', KEY } = process.env;
const queue = createClient({ url: API, token: KEY });

// A stream that breaks is opened again behind its last event; leaving the loop closes it.
for await (const { event, data } of queue.followEvents()) {
  if (event === 'sync') for (const { company, status } of data.items) console.log(company.name, status);
  if (event === 'summary' && data.counts.pending + data.counts.processing === 0) break;
}
