import type { CrmOption } from '@integration-queue/shared/mapping';
import { useId } from 'preact/hooks';
import { i18n } from '#i18n';

interface Props {
  label: string;
  value: string | undefined;
  /** What the CRM has a choice of; null where it has none, or none is known. */
  options: CrmOption[] | null;
  /** What is wrong with the value. */
  complaint: string | null;
  required?: boolean;
  max?: number;
  onWrite(text: string): void;
}

/**
 * A value of the CRM: chosen where it offers a choice, else typed. What stands there stays, also where the CRM does not offer
 * it (any more): it may be a name that the field mapping translates.
 */
export function OfferedChoice({ label, value = '', options, complaint, required = false, max = 200, onWrite }: Props) {
  const id = useId();
  const shared = {
    value,
    required,
    'aria-invalid': complaint !== null,
    'aria-describedby': complaint === null ? undefined : id,
  };
  return (
    <label class="field">
      <span>{label}</span>
      {options ? (
        <select {...shared} onChange={({ currentTarget }) => onWrite(currentTarget.value)}>
          <option value="">{i18n.t('send.choose')}</option>
          {value !== '' && !options.some((option) => option.value === value) && <option value={value}>{value}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input {...shared} maxLength={max} onInput={({ currentTarget }) => onWrite(currentTarget.value)} />
      )}
      {complaint !== null && (
        <span class="error-text" id={id}>
          {complaint}
        </span>
      )}
    </label>
  );
}
