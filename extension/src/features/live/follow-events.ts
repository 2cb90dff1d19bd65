import type { LiveEvent } from '@integration-queue/shared/event';
import type { OpenPages } from '@/platform/page-port';
import { storedItem } from '@/platform/storage';
import { tellChangedSyncs } from '../notifications/notify';
import type { LiveMessage } from '../protocol';
import { accountItem, ownerOf } from '../session/account';
import { accessToken } from '../session/session';
import { noteConnection } from '../session/with-api';
import { savedListsItem, withChanges } from '../snapshot/saved-lists';
import { snapshotItem, withIntegration, withSummary } from '../snapshot/snapshot';
import { readEventStream, StreamRefusedError } from './event-stream';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Where the stream was. Written at every event and heartbeat: bytes of a stream do not keep a service worker alive, calls
 * of the extension API do (measured: ended after 30 s without, alive for as long as it was watched with).
 */
const streamItem = storedItem<{ owner: string; lastEventId: string | null; aliveAt: number } | null>(
  'session',
  'stream@1',
  null,
);

/** Follows the API's events for as long as `signal` allows, coming back after every break. `onOpen` hears each opening. */
export async function followEvents(
  pages: OpenPages<LiveMessage>,
  signal: AbortSignal,
  onOpen: () => void,
): Promise<void> {
  let pause = FIRST_PAUSE_MS;
  let rejected: string | undefined;
  while (!signal.aborted) {
    const account = await accountItem.get();
    if (!account) return;
    const owner = ownerOf(account);
    let wasOpened = false;
    let token: string | undefined;
    try {
      token = await accessToken(rejected);
      const before = await streamItem.get();
      let lastEventId = before?.owner === owner ? before.lastEventId : null;
      await readEventStream({
        serverUrl: account.serverUrl,
        token,
        lastEventId,
        signal,
        onOpen() {
          wasOpened = true;
          pause = FIRST_PAUSE_MS;
          onOpen();
        },
        onEvent(event) {
          lastEventId = event.id;
          void take(event, owner, pages);
        },
        onAlive: () => void streamItem.set({ owner, lastEventId, aliveAt: Date.now() }),
      });
    } catch (error) {
      if (signal.aborted) return;
      const wasRefused = error instanceof StreamRefusedError;
      rejected = wasRefused && error.status === 401 ? token : undefined;
      // A stream that broke is opened again first; the server may well be there.
      if (!wasOpened && !wasRefused) await noteConnection('offline');
    }
    await sleep(pause, signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

async function take(event: LiveEvent, owner: string, pages: OpenPages<LiveMessage>): Promise<void> {
  switch (event.event) {
    case 'sync': {
      const { items, deletedIds, refetch } = event.data;
      await savedListsItem.change((lists) => (lists?.owner === owner ? withChanges(lists, items, deletedIds) : lists));
      pages.post({ kind: 'syncs', items, deletedIds });
      if (refetch) pages.post({ kind: 'refetch' });
      return tellChangedSyncs(items);
    }
    case 'summary':
      await snapshotItem.change((snapshot) => withSummary(snapshot, owner, event.data));
      return;
    case 'integration':
      await snapshotItem.change((snapshot) => withIntegration(snapshot, owner, event.data));
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
