import type { Trigger } from '@integration-queue/shared/trigger';
import { i18n } from '#i18n';
import { confirmFirst } from '@/ui/confirm';
import { IconButton } from '@/ui/icon-button';
import { formatNumber } from '@/ui/locale';
import { Switch } from '@/ui/switch';
import { RelativeTime } from '@/ui/time';
import { isAdmin } from '../live/page-state';
import { deleteTrigger, moveTrigger, switchTrigger } from './trigger-list-state';

/** One trigger of the list: whether it is on, what it does, and its place in the order. */
export function TriggerCard({ trigger, isLast }: { trigger: Trigger; isLast: boolean }) {
  const { id, name, on, actions, integrationName, enabled, position, firedToday, lastFiredAt } = trigger;
  const sends = actions.map(({ object }) => i18n.t(`object.${object}`)).join(', ');
  return (
    <article class="card trigger" aria-label={name} data-trigger={id}>
      <header>
        <Switch
          checked={enabled}
          disabled={!isAdmin.value}
          label={i18n.t('automation.switch', { name })}
          state={i18n.t(enabled ? 'automation.on' : 'automation.off')}
          onChange={(next) => void switchTrigger(id, next)}
        />
        <h3>{isAdmin.value ? <a href={`#triggers/${id}`}>{name}</a> : name}</h3>
        {isAdmin.value && <Place {...{ id, name, position, isLast }} />}
      </header>
      <p class="muted">
        {i18n.t(`automation.when.${on}`)} · {sends} → {integrationName ?? i18n.t('automation.disconnected')}
      </p>
      <p class="muted">
        {lastFiredAt ? (
          <>
            {i18n.t('automation.today', { count: formatNumber(firedToday) })} · {i18n.t('automation.lastFired')}{' '}
            <RelativeTime at={lastFiredAt} />
          </>
        ) : (
          i18n.t('automation.neverFired')
        )}
      </p>
    </article>
  );
}

interface PlaceProps {
  id: string;
  name: string;
  position: number;
  isLast: boolean;
}

function Place({ id, name, position, isLast }: PlaceProps) {
  const remove = async () => {
    if (await confirmFirst(i18n.t('automation.deleteQuestion', { name }), i18n.t('action.delete')))
      await deleteTrigger(id);
  };
  return (
    <span class="buttons">
      <IconButton
        class="icon-button turned"
        icon="down"
        label={i18n.t('automation.earlier', { name })}
        disabled={position === 1}
        onClick={() => void moveTrigger(id, position - 1)}
      />
      <IconButton
        icon="down"
        label={i18n.t('automation.later', { name })}
        disabled={isLast}
        onClick={() => void moveTrigger(id, position + 1)}
      />
      <IconButton icon="close" label={i18n.t('automation.delete', { name })} onClick={() => void remove()} />
    </span>
  );
}
