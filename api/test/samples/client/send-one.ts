import { createClient } from '@integration-queue/shared';

const { API = '', KEY, TO: integrationId = '' } = process.env;
const queue = createClient({ url: API, token: KEY });

// By its key it is sent once, however often this runs within 24 hours.
const sync = await queue.createSync(
  { integrationId, company: { name: 'Example GmbH', domain: 'example.com' } },
  'lead-1',
);
console.log(sync.id, sync.status);
