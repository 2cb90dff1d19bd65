import type { RetryChoice } from '@integration-queue/shared/retry';
import type { SyncSelection } from '@integration-queue/shared/sync-bulk';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { showToast } from '@/ui/toasts';
import type { BulkRun, BulkWork } from './bulk-work';
import { isAllowed, mayRetry } from './retry-many';

/**
 * Sends many entries again, or deletes them, slice by slice; asks first where they are many, or where nobody knows how many
 * (`count` is null). Null where nobody wants it after all.
 */
export async function workInSlices(
  work: BulkWork,
  selections: SyncSelection[],
  count: number | null,
  how?: RetryChoice,
): Promise<BulkRun | null> {
  if (!(await { retry: mayRetry, anyway: maySendAnyway, delete: mayDelete }[work.kind](count))) return null;
  const run = await work.start(selections, count, how);
  const { state, done, refused } = run;
  const doneText = ({ retry: 'toast.retriedMany', anyway: 'bulkDone.anyway', delete: 'toast.deletedMany' } as const)[
    work.kind
  ];
  const counted = (key: typeof doneText | 'toast.refused', n: number) => i18n.t(key, n, [formatNumber(n)]);
  if (state === 'done')
    showToast([counted(doneText, done), refused > 0 && counted('toast.refused', refused)].filter(Boolean).join(' '));
  return run;
}

function maySendAnyway(count: number | null): Promise<boolean> {
  const question =
    count === null ? i18n.t('bulk.anywayMatching') : i18n.t('bulk.anywayMany', count, [formatNumber(count)]);
  return isAllowed(count, question, i18n.t('action.sendAnyway'));
}

function mayDelete(count: number | null): Promise<boolean> {
  const question =
    count === null ? i18n.t('bulk.deleteMatching') : i18n.t('bulk.deleteMany', count, [formatNumber(count)]);
  return isAllowed(count, question, i18n.t('action.delete'));
}
