import type { SyncInput } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { showToast } from '@/ui/toasts';
import { integrations } from '../live/page-state';
import { ask, type ShownProblem } from '../protocol';
import { deleteEntry } from '../syncs/actions';
import type { SyncList } from '../syncs/sync-list-state';

/**
 * Sends a company, or a deal or task with it. Says so with a way to take it back; answers why not where the server refused
 * it. `id` is the one it has in the outbox.
 */
export async function sendNow(
  list: SyncList,
  input: SyncInput,
  companyName: string,
  id: string = crypto.randomUUID(),
): Promise<ShownProblem | null> {
  const integrationName = integrations.value.find(({ id }) => id === input.integrationId)?.name ?? '';
  const result = await ask('send', { id, input, companyName, integrationName });
  switch (result.state) {
    case 'sent':
      list.add(result.sync);
      showToast(i18n.t('toast.sent', { company: companyName, integration: integrationName }), {
        action: { label: i18n.t('action.undo'), run: () => void deleteEntry(list, result.sync) },
      });
      return null;
    case 'kept':
      showToast(i18n.t('toast.kept', { company: companyName }), {
        action: { label: i18n.t('action.undo'), run: () => void ask('cancelSend', result.id) },
      });
      return null;
    case 'refused':
      // Told here, so it need not stay in the outbox to be told.
      if (result.id !== null) await ask('cancelSend', result.id);
      return result.problem;
    case 'withdrawn':
      return null;
  }
}
