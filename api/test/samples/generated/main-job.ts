// Compiled and run by generated-client.test.ts beside it, against a client that a public generator makes from /openapi.json.
import { client } from './client/client.gen.js';
import * as queue from './client/index.js';

const { API = '', KEY = '', TO: integrationId = '', CRM = '' } = process.env;
client.setConfig({ baseUrl: API, auth: KEY, throwOnError: true });

/** What a call answers with; throws where it was refused. */
async function answered<T>(call: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  const { data } = await call;
  if (data === undefined || data === null) throw new Error('There was no answer');
  return data;
}

/** Waits, by the event stream, until an entry is in one of these statuses. */
async function reaches(id: string, ...statuses: queue.Sync['status'][]): Promise<queue.SyncDetail> {
  const leave = new AbortController();
  const { stream } = await queue.follow({ signal: leave.signal });
  try {
    // The first event, a summary, is sent at once: what happened before the stream began is not missed.
    for await (const _ of stream) {
      const entry = await answered(queue.getSync({ path: { id } }));
      if (statuses.includes(entry.status)) return entry;
    }
    throw new Error('The stream ended');
  } finally {
    leave.abort();
  }
}

/** The CRM refuses companies of this name, or none. */
const refuse = (value?: string) =>
  fetch(`${CRM}/api/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refuse: value === undefined ? [] : [{ field: 'name', value }] }),
  });

const company = await answered(queue.upsertCompany({ body: { name: 'Example GmbH', domain: 'example.com' } }));
const sent = await answered(queue.createSync({ body: { integrationId, object: 'company', companyId: company.id } }));
const arrived = await reaches(sent.id, 'processed');

await refuse('Bad GmbH');
const { results } = await answered(
  queue.createSyncs({
    body: { items: [{ integrationId, object: 'company', company: { name: 'Bad GmbH', domain: 'bad.example' } }] },
  }),
);
const bad = results[0]?.id ?? '';
const failed = await reaches(bad, 'error');
const issues = await answered(queue.listIssues({ query: { state: 'open' } }));
await refuse();
await queue.retrySync({ path: { id: bad } });
const mended = await reaches(bad, 'processed');

await queue.pauseIntegration({ path: { id: integrationId } });
const late = await answered(
  queue.createSync({
    body: { integrationId, object: 'company', company: { name: 'Late GmbH', domain: 'late.example' } },
  }),
);
await queue.deleteSync({ path: { id: late.id } });
const gone = await queue.getSync({ path: { id: late.id }, throwOnError: false });
const restored = await answered(queue.restoreSync({ path: { id: late.id } }));
await queue.resumeIntegration({ path: { id: integrationId } });
const lateArrived = await reaches(late.id, 'processed');

process.stdout.write(
  JSON.stringify({
    arrived: arrived.status,
    receipt: arrived.fields.find(({ target }) => target === 'name')?.after,
    failed: failed.error?.code,
    issues: issues.items.map(({ count, examples }) => [count, examples[0]?.company]),
    mended: mended.status,
    gone: gone.error?.code,
    restored: restored.status,
    lateArrived: lateArrived.status,
  }),
);
