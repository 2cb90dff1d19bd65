/** @jest-environment node */
import { fakeBrowser } from '@webext-core/fake-browser';
import { counts, makeIntegration, makeSummary, makeSync } from '../../../test/support/syncs';
import { json, startServer } from '../../../test/support/server';
import { storeSession } from '../../../test/support/sign-in';
import { updateBadge } from '../badge/badge';
import { outboxItem } from '../outbox/outbox-entry';
import { accountItem, connectionItem } from '../session/account';
import { snapshotItem } from '../snapshot/snapshot';
import { poll } from './refresh';

/** What the server counts. */
let errors: number;
let server: Awaited<ReturnType<typeof startServer>>;

beforeEach(async () => {
  fakeBrowser.reset();
  errors = 2;
  server = await startServer(({ method, path }, response) => {
    if (method === 'POST') return json(response, 201, makeSync());
    if (path === '/v1/me') return json(response, 200, {});
    if (path === '/v1/syncs/summary') return json(response, 200, makeSummary({ counts: counts({ error: errors }) }));
    json(response, 200, { items: path.startsWith('/v1/integrations') ? [makeIntegration()] : [], nextCursor: null });
  });
  await storeSession(server.url);
});
afterEach(() => server.stop());

/** The badge as it is made of what was stored. */
async function badge(): Promise<string> {
  await updateBadge();
  return fakeBrowser.action.getBadgeText({});
}
const asked = () => server.seen.splice(0).map(({ method, path }) => `${method} ${path.split('?')[0]}`);

it('has the badge tell what changed while no page was open, and asks for the rest only where something did', async () => {
  await poll();
  expect(await badge()).toBe('2');
  expect(asked()).toEqual(expect.arrayContaining(['GET /v1/syncs/summary', 'GET /v1/integrations', 'GET /v1/syncs']));
  await poll();
  expect(asked()).toEqual(['GET /v1/syncs/summary']);
  errors = 0;
  await poll();
  expect(await badge()).toBe('');
});

it('delivers what waited in the outbox', async () => {
  const account = await accountItem.get();
  const input = { integrationId: 'hubspot-1', company: { name: 'Acme' } };
  const owner = `${account!.serverUrl} ${account!.member.id}`;
  await outboxItem.set([
    {
      id: 'one',
      owner,
      input,
      companyName: 'Acme',
      integrationName: 'HubSpot',
      createdAt: Date.now(),
      state: 'waiting',
    },
  ]);
  await poll();
  expect(asked()).toContain('POST /v1/syncs');
  expect(await outboxItem.get()).toEqual([]);
});

it('keeps what it knew while the server is away, says so, and is right again when it is back', async () => {
  await poll();
  await server.stop();
  await poll();
  expect([(await connectionItem.get()).state, await badge()]).toEqual(['offline', '…']);
  expect((await snapshotItem.get())?.summary?.counts.error).toBe(2);
  await server.startAgain();
  errors = 3;
  await poll();
  expect(await badge()).toBe('3');
});
