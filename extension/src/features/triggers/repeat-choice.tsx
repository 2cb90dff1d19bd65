import type { TriggerInput } from '@integration-queue/shared/trigger';
import { i18n } from '#i18n';

interface Props {
  trigger: TriggerInput;
  onChange(change: Partial<TriggerInput>): void;
}

/** How often a trigger fires for one company, how often in a day, and whether later ones still look. */
export function RepeatChoice({ trigger: { repeat, dailyCap, stop }, onChange }: Props) {
  return (
    <>
      <label class="field">
        <span>{i18n.t('automation.repeat')}</span>
        <select
          value={repeat.kind}
          onChange={({ currentTarget: { value } }) =>
            onChange({ repeat: value === 'days' ? { kind: 'days', days: 30 } : { kind: value as 'once' | 'each' } })
          }
        >
          <option value="once">{i18n.t('automation.once')}</option>
          <option value="days">{i18n.t('automation.inDays')}</option>
          <option value="each">{i18n.t('automation.each')}</option>
        </select>
      </label>
      {repeat.kind === 'days' && (
        <label class="field">
          <span>{i18n.t('automation.days')}</span>
          <input
            type="number"
            required
            min={1}
            max={3650}
            value={repeat.days}
            onInput={({ currentTarget }) => onChange({ repeat: { kind: 'days', days: currentTarget.valueAsNumber } })}
          />
        </label>
      )}
      <label class="field">
        <span>{i18n.t('automation.dailyCap')}</span>
        <input
          type="number"
          min={1}
          max={1_000_000}
          value={dailyCap ?? ''}
          onInput={({ currentTarget }) =>
            onChange({ dailyCap: currentTarget.value === '' ? null : currentTarget.valueAsNumber })
          }
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={stop}
          onChange={({ currentTarget }) => onChange({ stop: currentTarget.checked })}
        />
        <span>{i18n.t('automation.stop')}</span>
      </label>
    </>
  );
}
