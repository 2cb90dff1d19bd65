import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import { mayHaveSidePanel } from '@/platform/side-panel';
import { Switch } from '@/ui/switch';
import { SidePanelSection } from '../side-panel/side-panel-section';
import { NOTIFICATION_KINDS, type NotificationKind } from './notification-kinds';
import { loadNotificationKinds, notificationKinds, switchNotification } from './switch-notification';
import './notifications.css';

/** What this browser notifies the member of, and shows beside pages: nothing, until it is switched on. */
export function NotificationsPage() {
  const isDenied = useSignal(false);
  useEffect(() => void loadNotificationKinds(), []);
  const turn = async (kind: NotificationKind, isOn: boolean) => {
    // Also puts a switch back that is tried, and denied, a second time.
    isDenied.value = false;
    isDenied.value = !(await switchNotification(kind, isOn));
  };
  const kinds = notificationKinds.value;
  return (
    <>
      <h2>{i18n.t('notifications.title')}</h2>
      <p class="muted">{i18n.t('notifications.hint')}</p>
      {kinds && (
        <ul class="card notification-kinds">
          {NOTIFICATION_KINDS.map((kind) => (
            <li key={kind}>
              <span class="grow" aria-hidden="true">
                {i18n.t(`notifications.kind.${kind}`)}
              </span>
              <Switch
                checked={kinds[kind]}
                label={i18n.t(`notifications.kind.${kind}`)}
                state={i18n.t(kinds[kind] ? 'notifications.on' : 'notifications.off')}
                onChange={(next) => void turn(kind, next)}
              />
            </li>
          ))}
        </ul>
      )}
      {isDenied.value && (
        <p class="error-text" role="alert">
          {i18n.t('notifications.noPermission')}
        </p>
      )}
      {mayHaveSidePanel() && <SidePanelSection />}
    </>
  );
}
