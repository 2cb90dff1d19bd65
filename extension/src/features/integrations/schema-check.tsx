import { useSignal } from '@preact/signals';
import type { Integration } from '@integration-queue/shared/integration';
import { i18n } from '#i18n';
import { absoluteTime } from '@/ui/time-text';
import { showToast } from '@/ui/toasts';
import { explainError } from '../errors/error-text';
import { isAdmin } from '../live/page-state';
import { api } from '../session/remote-api';
import { reportProblem } from '../syncs/actions';

/** When the field mapping was last compared with the CRM's fields, why it could not be, and doing it now. */
export function SchemaCheck({ integration: { id, name, schemaCheck } }: { integration: Integration }) {
  const isWorking = useSignal(false);
  const check = async () => {
    isWorking.value = true;
    const answer = await api.checkMappings(id).finally(() => (isWorking.value = false));
    if (!answer.ok) return reportProblem(answer.problem);
    const { error, integration } = answer.value;
    if (error) return showToast(`${i18n.t('warning.failed')} ${explainError(error).what}`, { kind: 'failed' });
    const problems = integration.warnings.filter(({ object }) => object).length;
    showToast(problems === 0 ? i18n.t('warning.none', { integration: name }) : i18n.t('mapping.problems', problems));
  };
  const { checkedAt, error } = schemaCheck;
  return (
    <p class="schema-check muted">
      <span role="status">
        {error
          ? i18n.t('warning.failing', { time: absoluteTime(error.since) })
          : checkedAt && i18n.t('warning.checked', { time: absoluteTime(checkedAt) })}
      </span>{' '}
      {isAdmin.value && (
        <button type="button" class="link" disabled={isWorking.value} onClick={() => void check()}>
          {i18n.t('warning.check')}
        </button>
      )}
    </p>
  );
}
