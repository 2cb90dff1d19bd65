import type { TriggerInput } from '@integration-queue/shared/trigger';
import { TRIGGER_EVENTS, type TriggerEvent } from '@integration-queue/shared/trigger-fields';
import { i18n } from '#i18n';
import { integrations } from '../live/page-state';

/** A part of the form of a trigger. */
export interface PartProps {
  trigger: TriggerInput;
  onChange(change: Partial<TriggerInput>): void;
}

/** What a trigger is called, when it is looked at, and where it sends to. */
export function TriggerBasics({ trigger, onChange }: PartProps) {
  return (
    <>
      <label class="field">
        <span>{i18n.t('field.name')}</span>
        <input
          required
          maxLength={200}
          value={trigger.name}
          onInput={({ currentTarget }) => onChange({ name: currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>{i18n.t('automation.event')}</span>
        <select
          value={trigger.on}
          onChange={({ currentTarget }) =>
            onChange({ on: currentTarget.value as TriggerEvent, conditions: { all: [] } })
          }
        >
          {TRIGGER_EVENTS.map((event) => (
            <option key={event} value={event}>
              {i18n.t(`automation.when.${event}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{i18n.t('automation.integration')}</span>
        <select
          required
          value={integrations.value.some(({ id }) => id === trigger.integrationId) ? trigger.integrationId : ''}
          onChange={({ currentTarget }) => onChange({ integrationId: currentTarget.value })}
        >
          <option value="" disabled>
            {i18n.t('automation.disconnected')}
          </option>
          {integrations.value.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
