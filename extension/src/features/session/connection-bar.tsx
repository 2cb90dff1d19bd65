import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import { hasOrigin, requestOrigin } from '@/platform/permissions';
import { Icon } from '@/ui/icon';
import { timeOfDay } from '@/ui/time-text';
import { account, connection } from '../live/page-state';

/** Says that the server is away, and of when the things shown are; or that the browser keeps us from it. */
export function ConnectionBar() {
  const isAllowed = useSignal(true);
  const { state, since } = connection.value;
  const serverUrl = account.value?.serverUrl;
  useEffect(() => {
    if (state === 'offline' && serverUrl) void hasOrigin(serverUrl).then((allowed) => (isAllowed.value = allowed));
  }, [state, serverUrl]);
  if (state !== 'offline' || !serverUrl) return null;
  return (
    <div class="banner offline" role="status">
      <Icon name="offline" />
      <p>
        {isAllowed.value
          ? i18n.t('connection.offlineSince', { time: timeOfDay(since) })
          : i18n.t('connection.blocked', { host: new URL(serverUrl).host })}
      </p>
      {!isAllowed.value && (
        <button
          type="button"
          class="button small"
          onClick={() => void requestOrigin(serverUrl).then((allowed) => (isAllowed.value = allowed))}
        >
          {i18n.t('connection.allow')}
        </button>
      )}
    </div>
  );
}
