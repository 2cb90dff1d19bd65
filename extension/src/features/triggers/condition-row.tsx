import type { TriggerCondition } from '@integration-queue/shared/trigger';
import {
  type TriggerEvent,
  triggerFieldKind,
  type TriggerFieldKind,
  triggerFieldsOf,
  type TriggerOperator,
  triggerOperatorsOf,
} from '@integration-queue/shared/trigger-fields';
import { i18n } from '#i18n';
import { optionalMessage } from '@/platform/locale';
import { IconButton } from '@/ui/icon-button';
import { readList } from './list-text';
import { WrittenText } from './written-text';

type Question = Extract<TriggerCondition, { field: string }>;

interface Props {
  on: TriggerEvent;
  condition: Question;
  onChange(condition: Question): void;
  onRemove(): void;
}

const OWN = 'custom.';

/** One question: field, comparison, value. */
export function ConditionRow({ on, condition, onChange, onRemove }: Props) {
  const { field, operator } = condition;
  const kind = triggerFieldKind(on, field) ?? 'any';
  const isOwn = field.startsWith(OWN);
  const chooseField = (next: string) => {
    const operators = triggerOperatorsOf(triggerFieldKind(on, next) ?? 'any');
    const kept = operators.includes(operator) && triggerFieldKind(on, next) === kind;
    onChange(kept ? { ...condition, field: next } : withOperator(next, operators[0]!, on));
  };
  return (
    <div class="condition">
      <select
        aria-label={i18n.t('automation.field')}
        value={isOwn ? OWN : field}
        onChange={({ currentTarget }) => chooseField(currentTarget.value)}
      >
        {triggerFieldsOf(on).map((name) => (
          <option key={name} value={name}>
            {fieldName(name)}
          </option>
        ))}
        <option value={OWN}>{i18n.t('automation.ownField')}</option>
      </select>
      {isOwn && (
        <input
          aria-label={i18n.t('automation.ownFieldName')}
          required
          value={field.slice(OWN.length)}
          onInput={({ currentTarget }) => onChange({ ...condition, field: OWN + currentTarget.value.trim() })}
        />
      )}
      <select
        aria-label={i18n.t('automation.operator')}
        value={operator}
        onChange={({ currentTarget }) =>
          onChange(withOperator(field, currentTarget.value as TriggerOperator, on, condition))
        }
      >
        {triggerOperatorsOf(kind).map((one) => (
          <option key={one} value={one}>
            {i18n.t(`automation.compare.${one}`)}
          </option>
        ))}
      </select>
      <Value kind={kind} condition={condition} onChange={onChange} />
      <IconButton icon="close" label={i18n.t('automation.removeCondition')} onClick={onRemove} />
    </div>
  );
}

function Value({ kind, condition, onChange }: Pick<Props, 'condition' | 'onChange'> & { kind: TriggerFieldKind }) {
  const { operator, value } = condition;
  const label = i18n.t('automation.value');
  if (operator === 'is_set' || operator === 'is_not_set') return null;
  if (kind === 'flag')
    return (
      <select
        aria-label={label}
        value={String(value)}
        onChange={({ currentTarget }) => onChange({ ...condition, value: currentTarget.value === 'true' })}
      >
        <option value="true">{i18n.t('automation.yes')}</option>
        <option value="false">{i18n.t('automation.no')}</option>
      </select>
    );
  if (operator === 'in' || operator === 'not_in')
    return (
      <WrittenText
        label={label}
        placeholder={i18n.t('automation.listHint')}
        text={Array.isArray(value) ? value.join(', ') : ''}
        onWrite={(text) => onChange({ ...condition, value: readList(text, kind === 'number') })}
      />
    );
  if (needsNumber(kind, operator))
    return (
      <input
        type="number"
        step="any"
        aria-label={label}
        required
        value={typeof value === 'number' ? value : ''}
        onInput={({ currentTarget }) =>
          onChange({ ...condition, value: currentTarget.value === '' ? undefined : currentTarget.valueAsNumber })
        }
      />
    );
  return (
    <input
      aria-label={label}
      required
      maxLength={500}
      value={String(value ?? '')}
      onInput={({ currentTarget }) => onChange({ ...condition, value: currentTarget.value })}
    />
  );
}

function needsNumber(kind: TriggerFieldKind, operator: TriggerOperator): boolean {
  return kind === 'number' || ['at_least', 'at_most', 'within_days', 'older_than_days'].includes(operator);
}

/** The value is kept where it can still be compared. */
function withOperator(field: string, operator: TriggerOperator, on: TriggerEvent, before?: Question): Question {
  const kind = triggerFieldKind(on, field) ?? 'any';
  const value = before?.value;
  if (operator === 'is_set' || operator === 'is_not_set') return { field, operator };
  if (kind === 'flag') return { field, operator, value: value ?? true };
  if (operator === 'in' || operator === 'not_in')
    return {
      field,
      operator,
      value: Array.isArray(value)
        ? value
        : value === undefined || value === ''
          ? []
          : readList(String(value), kind === 'number'),
    };
  if (needsNumber(kind, operator)) return { field, operator, value: typeof value === 'number' ? value : undefined };
  return { field, operator, value: Array.isArray(value) ? value.join(', ') : String(value ?? '') };
}

/** What people call a field. */
export function fieldName(field: string): string {
  return optionalMessage(`automation.fields.${field}`) || optionalMessage(`field.${field}`) || field;
}
