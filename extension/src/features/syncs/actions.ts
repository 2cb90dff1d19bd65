import type { Sync } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { showToast } from '@/ui/toasts';
import { explainProblem } from '../errors/error-text';
import type { ShownProblem } from '../protocol';
import { api } from '../session/remote-api';
import type { SyncList } from './sync-list-state';

/** Enough of an entry to act on it and to say on which. */
export type SyncNamed = Pick<Sync, 'id' | 'company' | 'skipped'>;

export const canDelete = (sync: Pick<Sync, 'status' | 'reason'>): boolean =>
  sync.status !== 'processed' && sync.reason?.code !== 'cancelling';
/** Also what was skipped: that is sent anyway. */
export const canRetry = (sync: Pick<Sync, 'status' | 'skipped'>): boolean => sync.status === 'error' || !!sync.skipped;

/** Deletes an entry at once; for a while a toast offers to bring it back. One that may have left is only asked to stay. */
export async function deleteEntry(list: SyncList, sync: SyncNamed): Promise<boolean> {
  const answer = await api.deleteSync(sync.id);
  if (!answer.ok) {
    reportProblem(answer.problem);
    return false;
  }
  if (answer.value === 'cancelling') {
    showToast(i18n.t('toast.cancelling', { company: sync.company.name }));
    return false;
  }
  list.remove(sync.id);
  showToast(i18n.t('toast.deleted', { company: sync.company.name }), {
    action: { label: i18n.t('action.undo'), run: () => void restoreEntry(list, sync.id) },
  });
  return true;
}

async function restoreEntry(list: SyncList, id: string): Promise<void> {
  const answer = await api.restoreSync(id);
  if (!answer.ok) return reportProblem(answer.problem);
  list.add(answer.value);
}

/** Sends an entry in error again, or a skipped one anyway. */
export async function retryEntry(list: SyncList, sync: SyncNamed): Promise<void> {
  const answer = await api.retrySync(sync.id, sync.skipped ? { anyway: true } : undefined);
  if (!answer.ok) return reportProblem(answer.problem);
  list.update(answer.value);
  showToast(i18n.t(sync.skipped ? 'toast.sentAnyway' : 'toast.retried', { company: sync.company.name }));
}

/** Says why something was not done. */
export function reportProblem(problem: ShownProblem): void {
  showToast(explainProblem(problem), { kind: 'failed' });
}
