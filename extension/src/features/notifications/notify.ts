import type { Sync } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import {
  clearNotifications,
  onNotificationClick,
  showNotification,
  shownNotifications,
} from '@/platform/notifications';
import { openOwnPage } from '@/platform/tabs';
import { accountItem, ownerOf, type Account } from '../session/account';
import { withApi } from '../session/with-api';
import { snapshotItem } from '../snapshot/snapshot';
import { notificationKindsItem } from './notification-kinds';
import { toldItem, toldOf, withFailures, withHealth, withListedFailures, type FailedSend, type Told } from './told';

const FAILED = 'failed';
const REFUSED = 'refused';
/** One for all of them: the newest is what the person waits for. */
const ANSWER = 'answer';
const INTEGRATION = 'integration ';
/** The most entries a list answers at once. */
const LOOKED_AT = 200;

/** Notifies the member of what changes, as far as this browser was asked to. */
export function keepNotifications(): void {
  onNotificationClick((id) => void openNotification(id));
  snapshotItem.watch(() => void tellHealth());
  notificationKindsItem.watch(() => void lookForFailures());
  accountItem.watch((account) => {
    if (!account) void shownNotifications().then(clearNotifications);
  });
}

/** Tells which integrations need attention, and which work again, since the last look. */
export async function tellHealth(): Promise<void> {
  const [account, snapshot, kinds] = [
    await accountItem.get(),
    await snapshotItem.get(),
    await notificationKindsItem.get(),
  ];
  const summary = snapshot?.summary;
  if (!account || !summary || snapshot.owner !== ownerOf(account)) return;
  // Looked at also while nothing is to be told: what is switched on later must not begin with old news.
  const { broke, mended } = await takeOver(account, (told) => withHealth(told, summary.integrations));
  if (broke.length > 0 && kinds.needsAttention)
    await show(`${INTEGRATION}${idOf(broke)}`, i18n.t('notifications.attention', { integrations: namesOf(broke) }));
  if (mended.length > 0 && kinds.worksAgain)
    await show(`${INTEGRATION}${idOf(mended)}`, i18n.t('notifications.works', { integrations: namesOf(mended) }));
}

/** Hears entries that changed while a page is open. */
export async function tellChangedSyncs(syncs: Sync[]): Promise<void> {
  const account = await accountItem.get();
  if (!account || !(await notificationKindsItem.get()).sendFailed) return;
  const own = syncs.filter((sync) => isOwn(sync, account));
  const settledIds = own.filter(({ status }) => status !== 'error').map(({ id }) => id);
  await tellFailures(account, (told) => withFailures(told, failedOf(own), settledIds, Date.now()));
}

/** Looks for sends that failed since the last look, where the counts say that there may be any. */
export async function lookForFailures(): Promise<void> {
  const account = await accountItem.get();
  if (!account) return;
  if (!(await notificationKindsItem.get()).sendFailed) {
    await takeOver(account, (told) => ({ told: told.failed ? { ...told, failed: null, counts: '' } : told }));
    return;
  }
  const snapshot = await snapshotItem.get();
  const summary = snapshot?.owner === ownerOf(account) ? snapshot.summary : null;
  const counts = summary ? JSON.stringify(summary.counts) : '';
  const told = toldOf(await toldItem.get(), ownerOf(account));
  if (told.failed && told.counts === counts) return;
  // A server that is away is asked again at the next look; that it is away is written down elsewhere.
  const page = await withApi((api) => api.listSyncs({ status: 'error', trigger: 'manual', limit: LOOKED_AT })).catch(
    () => null,
  );
  if (!page) return;
  const list = {
    failed: failedOf(page.items.filter((sync) => isOwn(sync, account))),
    isAll: page.nextCursor === null,
    knownBefore: Object.keys(told.failed ?? {}),
  };
  await tellFailures(account, (before) => {
    const after = withListedFailures(before, list, Date.now());
    return { ...after, told: { ...after.told, counts } };
  });
}

/** Tells that sends which had waited in this browser were refused by the API, so that no entry of theirs exists. */
export async function tellRefused(refused: { companyName: string }[]): Promise<void> {
  const [first] = refused;
  if (!first || !(await notificationKindsItem.get()).sendFailed) return;
  const message =
    refused.length === 1
      ? i18n.t('notifications.refusedOne', { company: first.companyName })
      : i18n.t('notifications.refused', refused.length);
  await show(REFUSED, message);
}

/** Answers a click, where notifications are allowed. */
export const showAnswer = (message: string): Promise<void> => show(ANSWER, message);

async function tellFailures(account: Account, look: (told: Told) => { told: Told; fresh: FailedSend[] }) {
  const { told, fresh } = await takeOver(account, look);
  const [first] = fresh;
  if (!first || !told.burst) return;
  const { count } = told.burst;
  const goesOn = count > fresh.length;
  // One that was closed stays closed while more of the same comes in.
  if (goesOn && !(await shownNotifications()).includes(FAILED)) return;
  await show(
    FAILED,
    count === 1
      ? i18n.t('notifications.failedOne', { company: first.companyName })
      : i18n.t('notifications.failed', count),
  );
}

/** Stores what a look found before anything is told of it. */
async function takeOver<T extends { told: Told }>(account: Account, look: (told: Told) => T): Promise<T> {
  const found: T[] = [];
  await toldItem.change((before) => {
    const start = toldOf(before, ownerOf(account));
    const result = look(start);
    found[0] = result;
    return result.told === start ? before : result.told;
  });
  return found[0] as T;
}

/** Opens what a notification is about. */
async function openNotification(id: string): Promise<void> {
  await clearNotifications([id]);
  if (id.startsWith(INTEGRATION)) return openOwnPage(`/options.html#integrations/${id.slice(INTEGRATION.length)}`);
  if (id === REFUSED || id === ANSWER) return openOwnPage('/overview.html');
  const burst = (await toldItem.get())?.burst;
  if (burst?.count === 1) return openOwnPage(`/overview.html?entry=${burst.id}`);
  return openOwnPage('/overview.html?status=error&trigger=manual');
}

const show = (id: string, message: string) => showNotification({ id, title: i18n.t('extension.name'), message });

const isOwn = ({ trigger }: Sync, { member }: Account) => trigger.kind === 'manual' && trigger.by?.id === member.id;
const failedOf = (syncs: Sync[]): FailedSend[] =>
  syncs
    .filter(({ status }) => status === 'error')
    .map(({ id, attempts, company }) => ({ id, attempts, companyName: company.name }));

const namesOf = (integrations: { name: string }[]) => integrations.map(({ name }) => name).join(', ');
/** Several are shown by the list of them all. */
const idOf = ([first, ...others]: { integrationId: string }[]) =>
  first && others.length === 0 ? first.integrationId : '';
