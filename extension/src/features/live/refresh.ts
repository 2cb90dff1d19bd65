import { lookForFailures, tellRefused } from '../notifications/notify';
import { flushOutbox } from '../outbox/outbox';
import { ownerOf } from '../session/account';
import { withApi } from '../session/with-api';
import { savedIssuesItem } from '../snapshot/saved-issues';
import { filterOf, listKey, PAGE_SIZE, savedListsItem, withList } from '../snapshot/saved-lists';
import { integrationsDiffer, snapshotItem, withIntegrations, withSummary } from '../snapshot/snapshot';

/** Fetches the summary into the snapshot, and the integrations where they changed. Rejects like `withApi`. */
export async function refreshSummary(): Promise<void> {
  await withApi(async (api, account) => {
    const owner = ownerOf(account);
    const [before, summary] = [await snapshotItem.get(), await api.summary()];
    if (before?.owner !== owner || integrationsDiffer(before, summary)) {
      const { items } = await api.listIntegrations();
      await snapshotItem.change((snapshot) => withIntegrations(snapshot, owner, items));
    }
    const isNews = JSON.stringify(before?.summary) !== JSON.stringify(summary);
    if (isNews) await snapshotItem.change((snapshot) => withSummary(snapshot, owner, summary));
    if (isNews) await refreshFirstList();
    if (before?.summary?.counts.error !== summary.counts.error) await refreshIssues();
  });
}

/** Fetches the summary and all integrations: when a page is opened, and after integrations were changed. */
export async function refreshAll(): Promise<void> {
  await withApi(async (api, account) => {
    const owner = ownerOf(account);
    const [{ items }, summary] = await Promise.all([api.listIntegrations(), api.summary()]);
    await snapshotItem.change((snapshot) => withSummary(withIntegrations(snapshot, owner, items), owner, summary));
  });
}

/** Everything a page needs after a time of not looking. Being offline or signed out is no failure; it is written down. */
export async function catchUp(): Promise<void> {
  await Promise.allSettled([refreshAll(), deliverWaiting()]);
}

/** One look at the server, for what no open page has been told. */
export async function poll(): Promise<void> {
  await deliverWaiting();
  await refreshSummary().catch(() => undefined);
  await lookForFailures();
}

/** Nobody looks at what waited for the server any more when it is refused, so it is told. */
async function deliverWaiting(): Promise<void> {
  await tellRefused(await flushOutbox());
}

/** Fetches the list that was looked at last, so that the next popup opens with what is true now. */
async function refreshFirstList(): Promise<void> {
  const key = (await savedListsItem.get())?.lists[0]?.key ?? listKey({});
  if (key === null) return;
  await withApi(async (api, account) => {
    const page = await api.listSyncs({ ...filterOf(key), limit: PAGE_SIZE });
    await savedListsItem.change((before) => withList(before, ownerOf(account), key, page));
  });
}

/** Fetches the issues, so that an overview opens with the causes of what failed meanwhile. */
async function refreshIssues(): Promise<void> {
  await withApi(async (api, account) => {
    const { items } = await api.listIssues();
    await savedIssuesItem.set({ owner: ownerOf(account), issues: items });
  });
}
