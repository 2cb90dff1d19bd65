import { computed, signal, type Signal } from '@preact/signals';
import type { Integration } from '@integration-queue/shared/integration';
import { joinBackground } from '@/platform/page-port';
import type { StoredItem } from '@/platform/storage';
import { outboxItem, type OutboxEntry } from '../outbox/outbox-entry';
import type { LiveMessage } from '../protocol';
import { accountItem, connectionItem, ownerOf, type Account, type Connection } from '../session/account';
import { savedListsItem, type SavedLists } from '../snapshot/saved-lists';
import { snapshotItem, type Snapshot } from '../snapshot/snapshot';

/** Who is signed in; null for nobody. */
export const account = signal<Account | null>(null);
export const connection = signal<Connection>(connectionItem.fallback);
const storedSnapshot = signal<Snapshot | null>(null);
const storedLists = signal<SavedLists | null>(null);
const storedOutbox = signal<OutboxEntry[]>([]);

const owner = computed(() => account.value && ownerOf(account.value));
/** The workspace as last known, or null where nothing is known yet of this member's. */
export const snapshot = computed(() => (storedSnapshot.value?.owner === owner.value ? storedSnapshot.value : null));
export const integrations = computed<Integration[]>(() => snapshot.value?.integrations ?? []);
/** What this member sent and the API does not have yet. */
export const outbox = computed(() => storedOutbox.value.filter((entry) => entry.owner === owner.value));
/** How many sends of other members wait here: they go out under no other name than theirs. */
export const othersWaiting = computed(() => storedOutbox.value.length - outbox.value.length);
/** First pages of lists, to show until the API answers. */
export const savedLists = computed(() => (storedLists.value?.owner === owner.value ? storedLists.value.lists : []));
/** Whether the member may set up integrations. */
export const isAdmin = computed(() => account.value?.member.role === 'admin');

/** Whether another member has signed in since, and the page is about to start again for them. */
export let isOthers = false;

/**
 * Fills the state from storage, with one read and without the background, and keeps it up to date. Where another member
 * signs in while the page is open, it starts again: what it holds and shows is the first one's, all of it.
 */
export async function loadPageState(reload = () => location.reload()): Promise<void> {
  [account.value] = await Promise.all([
    accountItem.get(),
    keepTrue(connection, connectionItem),
    keepTrue(storedSnapshot, snapshotItem),
    keepTrue(storedOutbox, outboxItem),
    keepTrue(storedLists, savedListsItem),
  ]);
  let first = owner.value;
  accountItem.watch((value) => {
    if (value) first ??= ownerOf(value);
    isOthers = value !== null && ownerOf(value) !== first;
    account.value = isOthers ? null : value;
    if (isOthers) reload();
  });
}

async function keepTrue<T>(state: Signal<T>, item: StoredItem<T>): Promise<void> {
  state.value = await item.get();
  item.watch((value) => (state.value = value));
}

type Listener = (message: LiveMessage) => void;
const listeners = new Set<Listener>();

/** Hears what the background tells open pages, until the answered function is called. */
export function onLiveMessage(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells the background that this page is open, so that it follows the API's events. */
export function goLive(): void {
  joinBackground<LiveMessage>((message) => listeners.forEach((listener) => listener(message)));
}
