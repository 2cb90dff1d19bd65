import type { SyncFilter } from '@integration-queue/shared';
import type { SyncSelection } from '@integration-queue/shared/sync-bulk';
import { i18n } from '#i18n';
import { confirmFirst } from '@/ui/confirm';
import { formatNumber } from '@/ui/locale';
import { showToast } from '@/ui/toasts';
import { api } from '../session/remote-api';
import { reportProblem } from './actions';

/** From this many entries on, a bulk action asks first. */
const ASK_OVER = 100;

/** Sends all failed entries of an integration, or of all of them, again. `count` is how many there are. */
export async function retryAllFailed(integrationId: string | undefined, count: number): Promise<void> {
  const filter: SyncFilter = { status: 'error', ...(integrationId && { integrationId }) };
  await retryMany([{ filter }], count);
}

/** Sends many entries again; asks first where they are many, or where nobody knows how many (`count` is null). */
export async function retryMany(selections: SyncSelection[], count: number | null): Promise<boolean> {
  if (!(await mayRetry(count))) return false;
  let [done, refused] = [0, 0];
  for (const selection of selections) {
    const answer = await api.retrySyncs(selection);
    if (!answer.ok) {
      reportProblem(answer.problem);
      return done > 0;
    }
    done += answer.value.done;
    refused += answer.value.matched - answer.value.done;
  }
  showToast(
    [withCount('toast.retriedMany', done), refused > 0 && withCount('toast.refused', refused)]
      .filter(Boolean)
      .join(' '),
  );
  return true;
}

/** Whether so many may be sent again: asks where they are many, or where nobody knows how many. */
export function mayRetry(count: number | null): Promise<boolean> {
  const question = count === null ? i18n.t('bulk.retryMatching') : withCount('bulk.retryMany', count);
  return isAllowed(count, question, i18n.t('action.retry'));
}

/** Asks first where they are many, or where nobody knows how many (`count` is null). */
export async function isAllowed(count: number | null, question: string, confirm: string): Promise<boolean> {
  return (count !== null && count <= ASK_OVER) || confirmFirst(question, confirm);
}

type CountedKey = 'bulk.retryMany' | 'toast.retriedMany' | 'toast.refused';
const withCount = (key: CountedKey, count: number) => i18n.t(key, count, [formatNumber(count)]);
