/** @jest-environment node */
import { fakeBrowser } from '@webext-core/fake-browser';
import type { Sync, SyncSummary } from '@integration-queue/shared/sync';
import { json, problem, startServer } from '../../../test/support/server';
import { storeSession } from '../../../test/support/sign-in';
import { counts, makeSummary, makeSync } from '../../../test/support/syncs';
import { catchUp } from '../live/refresh';
import { outboxItem } from '../outbox/outbox-entry';
import { ownerOf } from '../session/account';
import { snapshotItem, withSummary } from '../snapshot/snapshot';
import { notificationKindsItem, type NotificationKind } from './notification-kinds';
import { keepNotifications, lookForFailures, tellChangedSyncs, tellHealth } from './notify';

let server: Awaited<ReturnType<typeof startServer>>;
let answer: Parameters<typeof startServer>[0];
/** The failed entries the API lists. */
let failed: Sync[];
let owner: string;

beforeEach(async () => {
  fakeBrowser.reset();
  const noEvent = { addListener: () => undefined };
  Object.assign(fakeBrowser, { permissions: { onAdded: noEvent, onRemoved: noEvent } });
  failed = [];
  answer = (_, response) => json(response, 200, { items: failed, nextCursor: null });
  server = await startServer((request, response) => answer(request, response));
  owner = ownerOf(await storeSession(server.url));
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout', 'setInterval'] });
});
afterEach(async () => {
  jest.useRealTimers();
  await server.stop();
});

const switchOn = (...kinds: NotificationKind[]) =>
  notificationKindsItem.set({
    ...notificationKindsItem.fallback,
    ...Object.fromEntries(kinds.map((kind) => [kind, true])),
  });
const learn = async (summary: SyncSummary) => {
  await snapshotItem.change((before) => withSummary(before, owner, summary));
  await tellHealth();
};
const learnStatus = (status: string, changes = {}) => learn(makeSummary({ status, ...changes }));
/** The API lists one more entry as failed, and its counts say so. */
const learnFailures = async (...more: Sync[]) => {
  failed = [...more, ...failed];
  await learn(makeSummary({ counts: counts({ error: failed.length }) }));
  await lookForFailures();
};
const failedSync = (changes: Partial<Sync> & { name?: string } = {}) =>
  makeSync({ status: 'error', attempts: 1, ...changes });
/** What is there to be read; then it is closed. */
const readAll = async () => {
  const shown = Object.entries({ ...(await fakeBrowser.notifications.getAll()) });
  for (const [id] of shown) await fakeBrowser.notifications.clear(id);
  return shown.map(([, options]) => (options as unknown as { message: string }).message);
};
const later = (seconds: number) => jest.setSystemTime(Date.now() + seconds * 1000);

const BROKEN = ['HubSpot: needs attention. Entries wait until it is fixed.'];
const MENDED = ['HubSpot: works again. What waited is being sent.'];

it('tells of a send that waited here and was then refused, once', async () => {
  await switchOn('sendFailed');
  const entry = { id: '1', owner, companyName: 'Acme', integrationName: 'HubSpot', createdAt: Date.now() };
  const input = { integrationId: 'gone', company: { name: 'Acme' } };
  await outboxItem.set([{ ...entry, input, state: 'waiting' }]);
  answer = ({ method }, response) =>
    method === 'POST'
      ? problem(response, 400, 'invalid_request')
      : json(response, 200, { items: [], nextCursor: null });
  await catchUp();
  expect(await readAll()).toEqual(['“Acme” did not go out. Open the outbox to see why.']);
  await catchUp();
  expect(await readAll()).toEqual([]);
});

describe('an integration', () => {
  it('is told of once when it needs attention and once when it works again', async () => {
    await switchOn('needsAttention', 'worksAgain');
    await learnStatus('active');
    expect(await readAll()).toEqual([]);
    await learnStatus('needs_attention');
    expect(await readAll()).toEqual(BROKEN);
    await learnStatus('needs_attention', { counts: counts({ pending: 3 }) });
    expect(await readAll()).toEqual([]);
    await learnStatus('active');
    expect(await readAll()).toEqual(MENDED);
    await learnStatus('active', { counts: counts({ processed: 3 }) });
    expect(await readAll()).toEqual([]);
  });

  it('that needed attention before anybody looked is no news', async () => {
    await switchOn('needsAttention', 'worksAgain');
    await learnStatus('needs_attention');
    expect(await readAll()).toEqual([]);
    await learnStatus('active');
    expect(await readAll()).toEqual(MENDED);
  });

  it('is not told of while its kind is off, nor afterwards', async () => {
    await learnStatus('active');
    await learnStatus('needs_attention');
    await switchOn('needsAttention');
    await learnStatus('needs_attention', { counts: counts({ pending: 1 }) });
    expect(await readAll()).toEqual([]);
  });

  it('that is paused while it needs attention does not work again by that', async () => {
    await switchOn('needsAttention', 'worksAgain');
    await learnStatus('active');
    await learnStatus('needs_attention');
    await readAll();
    await learnStatus('paused');
    await learnStatus('needs_attention');
    expect(await readAll()).toEqual([]);
    await learnStatus('paused');
    await learnStatus('active');
    expect(await readAll()).toEqual(MENDED);
  });

  it('shares one notification with others that broke with it', async () => {
    await switchOn('needsAttention');
    const both = (status: string) => {
      const one = makeSummary({ status });
      const other = makeSummary({ status, integrationId: 'odoo-1', name: 'Odoo' });
      return { ...one, integrations: [...one.integrations, ...other.integrations] };
    };
    await learn(both('active'));
    await learn(both('needs_attention'));
    expect(await readAll()).toEqual(['HubSpot, Odoo: needs attention. Entries wait until it is fixed.']);
  });
});

describe('a send of mine', () => {
  it('that failed is told of once, and again when it fails anew', async () => {
    await switchOn('sendFailed');
    await learnFailures(failedSync());
    expect(await readAll()).toEqual([]);
    const sync = failedSync({ name: 'Muster AG' });
    await learnFailures(sync);
    expect(await readAll()).toEqual(['“Muster AG” could not be sent. Open the entry to see why.']);
    await tellChangedSyncs([sync]);
    expect(await readAll()).toEqual([]);

    later(61);
    await tellChangedSyncs([{ ...sync, status: 'pending', attempts: 0 }]);
    await tellChangedSyncs([sync]);
    expect(await readAll()).toEqual(['“Muster AG” could not be sent. Open the entry to see why.']);
  });

  it('is one with others of the same batch and minute, and stays closed once it was closed', async () => {
    await switchOn('sendFailed');
    await learnFailures();
    await tellChangedSyncs([failedSync(), failedSync(), failedSync()]);
    later(30);
    await tellChangedSyncs([failedSync()]);
    expect(await readAll()).toEqual(['4 sends failed. Open the list to see why.']);
    later(59);
    await tellChangedSyncs([failedSync()]);
    expect(await readAll()).toEqual([]);
    later(61);
    await tellChangedSyncs([failedSync({ name: 'Muster AG' })]);
    expect(await readAll()).toEqual(['“Muster AG” could not be sent. Open the entry to see why.']);
  });

  it('is not told of while its kind is off, nor afterwards', async () => {
    await learnFailures(failedSync());
    await tellChangedSyncs([failedSync()]);
    await switchOn('sendFailed');
    await lookForFailures();
    expect(await readAll()).toEqual([]);
  });

  it('is asked for only where the counts changed', async () => {
    await switchOn('sendFailed');
    await learnFailures(failedSync());
    const asked = server.seen.length;
    await lookForFailures();
    expect(server.seen).toHaveLength(asked);
  });

  it('of somebody else, or of an automation, is not told of', async () => {
    await switchOn('sendFailed');
    await learnFailures();
    await learnFailures(failedSync({ trigger: { kind: 'manual', by: { id: 'member-2', name: 'Bob' } } }));
    await tellChangedSyncs([failedSync({ trigger: { kind: 'automation', by: { id: 'member-1', name: 'All' } } })]);
    expect(await readAll()).toEqual([]);
  });
});

describe('a click', () => {
  const openedBy = async (show: () => Promise<void>) => {
    keepNotifications();
    await show();
    const [id] = Object.keys(await fakeBrowser.notifications.getAll());
    const before = (await fakeBrowser.tabs.query({})).length;
    await fakeBrowser.notifications.onClicked.trigger(id ?? '');
    const opened = await new Promise<string | undefined>((resolve) => {
      const look = async () => {
        const tabs = await fakeBrowser.tabs.query({});
        if (tabs.length > before) resolve(tabs.at(-1)?.url);
        else setImmediate(() => void look());
      };
      void look();
    });
    expect(await readAll()).toEqual([]);
    return opened?.replace(/^chrome-extension:\/\/[^/]+/, '');
  };

  it('opens the entry', async () => {
    await switchOn('sendFailed');
    await learnFailures();
    const sync = failedSync();
    expect(await openedBy(() => tellChangedSyncs([sync]))).toBe(`/overview.html?entry=${sync.id}`);
  });

  it('opens the failures where they are several', async () => {
    await switchOn('sendFailed');
    await learnFailures();
    const show = () => tellChangedSyncs([failedSync(), failedSync()]);
    expect(await openedBy(show)).toBe('/overview.html?status=error&trigger=manual');
  });

  it('opens the settings of the integration', async () => {
    await switchOn('needsAttention');
    await learnStatus('active');
    expect(await openedBy(() => learnStatus('needs_attention'))).toBe('/options.html#integrations/hubspot-1');
  });
});

it('takes what it showed away when the member signs out', async () => {
  await switchOn('needsAttention');
  await learnStatus('active');
  keepNotifications();
  await learnStatus('needs_attention');
  const cleared = new Promise<void>((resolve) => {
    const { clear } = fakeBrowser.notifications;
    jest.spyOn(fakeBrowser.notifications, 'clear').mockImplementation((id) => clear(id).finally(resolve));
  });
  await fakeBrowser.storage.local.remove('account@1');
  await cleared;
  jest.restoreAllMocks();
  expect(await readAll()).toEqual([]);
});
