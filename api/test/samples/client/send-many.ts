import { createClient } from '@integration-queue/shared';
import type { SyncStreamItem } from '@integration-queue/shared/sync-stream';

const { API = '', KEY, TO: integrationId = '' } = process.env;
const queue = createClient({ url: API, token: KEY });

/** Read from wherever they are; nothing is held but what was not answered yet. */
function* leads(): Generator<SyncStreamItem> {
  for (let n = 1; n <= 10_000; n += 1) {
    yield { key: `lead-${n}`, integrationId, company: { name: `Lead ${n}`, domain: `lead${n}.example` } };
  }
}

let accepted = 0;
for await (const { key, status, errors } of queue.streamSyncs(leads())) {
  if (status === 'invalid') console.error(key, errors);
  else accepted += 1;
}
console.log(accepted);
