import { i18n } from '#i18n';

const EXAMPLE = '{{name}}, {{city}}';

interface TemplateProps {
  label: string;
  value: string;
  onWrite(text: string): void;
}

/** A text in which fields of the company are filled in. */
export function Template({ label, value, onWrite }: TemplateProps) {
  return (
    <label class="field wide">
      <span>
        {label} ({i18n.t('automation.templateHint')} {EXAMPLE})
      </span>
      <input required maxLength={500} value={value} onInput={({ currentTarget }) => onWrite(currentTarget.value)} />
    </label>
  );
}

interface NumberProps {
  label: string;
  value: number | undefined;
  onWrite(number: number | undefined): void;
}

/** Money, or nothing. */
export function Amount({ label, value, onWrite }: NumberProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        step="any"
        value={value ?? ''}
        onInput={({ currentTarget }) => onWrite(numberIn(currentTarget))}
      />
    </label>
  );
}

/** A number of days from the sending on, or nothing. */
export function Days({ label, value, onWrite }: NumberProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        min={0}
        max={3650}
        value={value ?? ''}
        onInput={({ currentTarget }) => onWrite(numberIn(currentTarget))}
      />
    </label>
  );
}

function numberIn({ value, valueAsNumber }: HTMLInputElement): number | undefined {
  return value === '' ? undefined : valueAsNumber;
}
