import type { CrmField } from '@integration-queue/shared/mapping';
import { i18n } from '#i18n';
import { Combobox } from '@/ui/combobox';
import { nameSeveral, readSeveral } from './read-several';

type Fixed = string | number | boolean;

interface Props {
  value: Fixed;
  field: CrmField | undefined;
  isEditable: boolean;
  onChange(value: Fixed): void;
}

/** A value that is the same for every company, entered as the field of the CRM takes it. */
export function FixedValue({ value, field, isEditable, onChange }: Props) {
  const label = i18n.t('mapping.kind.fixed');
  if (field?.options) {
    const { options } = field;
    const isSeveral = field.type === 'options';
    return (
      <>
        <Combobox
          label={label}
          value={String(value)}
          valueLabel={isSeveral ? nameSeveral(String(value), options) : undefined}
          disabled={!isEditable}
          choices={options.map((option) => ({ ...option, detail: option.value }))}
          takeTyped={isSeveral ? (typed) => readSeveral(typed, options) : undefined}
          onChoose={onChange}
        />
        {isSeveral && <p class="muted">{i18n.t('mapping.severalHint')}</p>}
      </>
    );
  }
  if (field?.type === 'boolean')
    return (
      <select
        aria-label={label}
        value={String(value)}
        onChange={({ currentTarget }) => onChange(currentTarget.value === 'true')}
      >
        {typeof value !== 'boolean' && <option value={String(value)}>{String(value)}</option>}
        <option value="true">{i18n.t('receipt.yes')}</option>
        <option value="false">{i18n.t('receipt.no')}</option>
      </select>
    );
  return (
    <input
      aria-label={label}
      inputMode={field?.type === 'number' ? 'decimal' : 'text'}
      value={String(value)}
      onInput={({ currentTarget: { value: typed } }) => onChange(field?.type === 'number' ? asNumber(typed) : typed)}
    />
  );
}

/** What is no number (yet) stays as typed, and is marked. */
function asNumber(typed: string): string | number {
  return typed.trim() !== '' && String(Number(typed)) === typed ? Number(typed) : typed;
}
