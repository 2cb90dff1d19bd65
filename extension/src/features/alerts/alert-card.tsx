import type { Alert } from '@integration-queue/shared/alert';
import { i18n } from '#i18n';
import { confirmFirst } from '@/ui/confirm';
import { Switch } from '@/ui/switch';
import { RelativeTime } from '@/ui/time';
import { AlertChoices } from './alert-choices';
import { changeAlert, deleteAlert, testAlert } from './alert-list-state';

/** One alert: whom it tells, of what, and whether its messages go out. */
export function AlertCard({
  alert: { id, kind, to, about, pace, language, enabled, lastSentAt, error },
}: {
  alert: Alert;
}) {
  const remove = async () => {
    if (await confirmFirst(i18n.t('alerts.deleteQuestion', { to }), i18n.t('action.delete'))) await deleteAlert(id);
  };
  return (
    <article class="card alert" aria-label={to} data-alert={id}>
      <header>
        <Switch
          checked={enabled}
          label={i18n.t('alerts.switch', { to })}
          state={i18n.t(enabled ? 'automation.on' : 'automation.off')}
          onChange={(next) => void changeAlert(id, { enabled: next })}
        />
        <h3>
          {i18n.t(`alerts.kinds.${kind}`)}: {to}
        </h3>
      </header>
      {error ? (
        <p class="error-text">
          {i18n.t('alerts.notSent', { error: error.message })} · <RelativeTime at={error.since} />
        </p>
      ) : (
        <p class="muted">
          {lastSentAt ? (
            <>
              {i18n.t('alerts.lastSent')} <RelativeTime at={lastSentAt} />
            </>
          ) : (
            i18n.t('alerts.neverSent')
          )}
        </p>
      )}
      <details>
        <summary>{i18n.t('alerts.details')}</summary>
        <div class="alert-details">
          <AlertChoices {...{ about, pace, language }} onChange={(change) => void changeAlert(id, change)} />
          <p class="buttons">
            <button type="button" class="button" onClick={() => void testAlert(id)}>
              {i18n.t('alerts.test')}
            </button>
            <button type="button" class="button" onClick={() => void remove()}>
              {i18n.t('action.delete')}
            </button>
          </p>
        </div>
      </details>
    </article>
  );
}
