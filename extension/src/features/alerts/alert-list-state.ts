import type { Alert, AlertList, ParsedAlertChange } from '@integration-queue/shared/alert';
import { i18n } from '#i18n';
import { showToast } from '@/ui/toasts';
import { editedList } from '../lists/edited-list';
import { api } from '../session/remote-api';
import { reportProblem } from '../syncs/actions';

/** The alerts of the workspace, oldest first. */
export const alerts = editedList<Alert, Omit<AlertList, 'items'>>(() => api.listAlerts());

/** Changes one. */
export const changeAlert = (id: string, change: ParsedAlertChange) =>
  alerts.change(() => api.changeAlert(id, change), { id, ...change });
/** Deletes one. */
export const deleteAlert = (id: string) => alerts.change(() => api.deleteAlert(id));

/** Sends a test message and says what came of it. */
export async function testAlert(id: string): Promise<void> {
  const answer = await api.testAlert(id);
  if (!answer.ok) reportProblem(answer.problem);
  else if (answer.value.sent) showToast(i18n.t('alerts.tested'));
  else showToast(i18n.t('alerts.notSent', { error: answer.value.error ?? '' }), { kind: 'failed' });
}
