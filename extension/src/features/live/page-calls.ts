import type { Api, SyncFilter } from '@integration-queue/shared';
import type { IssueList } from '@integration-queue/shared/issue';
import type { SyncPage } from '@integration-queue/shared/sync';
import { PAGE_CALLS, type PageCall } from '../protocol';
import { ownerOf } from '../session/account';
import { withApi } from '../session/with-api';
import { savedIssuesItem } from '../snapshot/saved-issues';
import { listKey, savedListsItem, withList } from '../snapshot/saved-lists';
import { refreshAll, refreshSummary } from './refresh';

/** Calls after which the counts and the health of integrations may be others. */
const CHANGING_SYNCS: ReadonlySet<PageCall> = new Set([
  'deleteSync',
  'restoreSync',
  'retrySync',
  'deleteSyncs',
  'retrySyncs',
]);
const CHANGING_INTEGRATIONS: ReadonlySet<PageCall> = new Set([
  'connectIntegration',
  'changeIntegration',
  'deleteIntegration',
  'testIntegration',
  'pauseIntegration',
  'resumeIntegration',
  'saveMapping',
  'checkMappings',
]);

/** Makes a call of the API for one of our pages. What it changes is fetched into the snapshot, what it lists is saved. */
export async function callForPage({ name, args }: { name: PageCall; args: unknown[] }): Promise<unknown> {
  if (!PAGE_CALLS.includes(name)) throw new Error(`Pages may not call ${String(name)}`);
  return withApi(async (api, account) => {
    const call = api[name] as (...args: unknown[]) => ReturnType<Api[PageCall]>;
    // A message is JSON, in which an argument that was left out arrives as null; no call of the API takes null.
    const result = await call(...args.map((arg) => arg ?? undefined));
    if (name === 'listSyncs') await saveList(ownerOf(account), args[0] as ListQuery | undefined, result as SyncPage);
    if (name === 'listIssues' && Object.keys(args[0] ?? {}).length === 0)
      await savedIssuesItem.set({ owner: ownerOf(account), issues: (result as IssueList).items });
    if (CHANGING_INTEGRATIONS.has(name)) void refreshAll().catch(() => undefined);
    else if (CHANGING_SYNCS.has(name)) void refreshSummary().catch(() => undefined);
    return result;
  });
}

type ListQuery = SyncFilter & { cursor?: string; limit?: number };

async function saveList(owner: string, query: ListQuery = {}, page: SyncPage): Promise<void> {
  const { cursor, ...filter } = query;
  const key = listKey(filter);
  if (cursor === undefined && key !== null) await savedListsItem.change((lists) => withList(lists, owner, key, page));
}
