import type { SyncSummary } from '@integration-queue/shared/sync';
import { ownerOf } from '@/features/session/account';
import { loadPageState } from '@/features/live/page-state';
import { snapshotItem, withSummary } from '@/features/snapshot/snapshot';
import { storeSession } from './sign-in';

/** Puts a page where somebody is signed in and so much is known. */
export async function openPage(summary: SyncSummary): Promise<void> {
  const owner = ownerOf(await storeSession('https://queue.example.com'));
  await snapshotItem.set(withSummary(null, owner, summary));
  await loadPageState();
}
