import { useEffect } from 'preact/hooks';
import { MOST_ALERTS } from '@integration-queue/shared/alert-choices';
import { i18n } from '#i18n';
import { Loaded } from '../errors/loaded';
import { account, isAdmin } from '../live/page-state';
import { SignedOut } from '../session/signed-out';
import { AlertCard } from './alert-card';
import { alerts } from './alert-list-state';
import { NewAlert } from './new-alert';
import './alerts.css';

/** Whom is told what, by e-mail or chat. */
export function AlertsPage() {
  useEffect(() => {
    if (isAdmin.value) void alerts.load();
  }, [account.value?.member.id]);
  if (!account.value) return <SignedOut />;
  return (
    <>
      <h2>{i18n.t('alerts.title')}</h2>
      <p class="muted">{i18n.t('alerts.hint')}</p>
      {isAdmin.value ? <Alerts /> : <p>{i18n.t('alerts.adminOnly')}</p>}
    </>
  );
}

function Alerts() {
  return (
    <Loaded value={alerts.list.value} problem={alerts.problem.value} retry={alerts.load}>
      {(all) => (
        <>
          {all.items.length === 0 && <p>{i18n.t('alerts.none')}</p>}
          {all.items.map((alert) => (
            <AlertCard key={alert.id} alert={alert} />
          ))}
          {all.items.length < MOST_ALERTS && <NewAlert canEmail={all.canEmail} />}
        </>
      )}
    </Loaded>
  );
}
