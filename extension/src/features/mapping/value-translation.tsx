import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { CrmField, MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';
import { Combobox } from '@/ui/combobox';
import { IconButton } from '@/ui/icon-button';
import { formatNumber } from '@/ui/locale';
import { valuesInUse } from './own-values';
import { proposeValues, untranslated } from './propose-values';

interface Props {
  row: MappingRow;
  options: NonNullable<CrmField['options']>;
  object: SyncObject;
  isEditable: boolean;
  onChange(values: Record<string, string>, step?: string): void;
}

/** Values of ours shown without a translation of their own; there may be thousands. */
const MOST_OPEN = 50;

/** What values of ours are called in the CRM, for fields that take options only. */
export function ValueTranslation({ row, options, object, isEditable, onChange }: Props) {
  const inUse = useSignal<string[]>([]);
  const typed = useSignal<string[]>([]);
  const said = useSignal('');
  const added = useRef<HTMLInputElement>(null);
  const path = 'field' in row.source ? row.source.field : null;
  useEffect(() => {
    inUse.value = [];
    typed.value = [];
    if (path !== null && isEditable) void valuesInUse(object, path).then((values) => (inUse.value = values));
  }, [object, path]);

  const values = row.values ?? {};
  // What somebody typed is in sight whatever it is called.
  const mine = typed.value.filter((ours) => !Object.hasOwn(values, ours));
  const open = [...mine, ...untranslated(inUse.value, options, values).filter((ours) => !mine.includes(ours))];
  const more = open.length - Math.max(MOST_OPEN, mine.length);
  const choices = options.map((option) => ({ ...option, detail: option.value === option.label ? '' : option.value }));
  const set = (ours: string, theirs: string) => onChange({ ...values, [ours]: theirs });
  const remove = (ours: string) => onChange(Object.fromEntries(Object.entries(values).filter(([key]) => key !== ours)));
  const propose = () => {
    const proposed = proposeValues(open, options, values);
    const count = Object.keys(proposed).length - Object.keys(values).length;
    said.value =
      count > 0 ? i18n.t('translation.proposed', count, [formatNumber(count)]) : i18n.t('translation.nothingProposed');
    if (count > 0) onChange(proposed);
  };
  const add = () => {
    const ours = added.current?.value.trim();
    if (!ours || !added.current || Object.hasOwn(values, ours)) return;
    typed.value = [ours, ...typed.value.filter((one) => one !== ours)];
    added.current.value = '';
  };
  return (
    <section class="translation" aria-label={i18n.t('translation.title')}>
      <header>
        <h4>{i18n.t('translation.title')}</h4>
        {isEditable && open.length > 0 && (
          <button type="button" class="button small" onClick={propose}>
            {i18n.t('translation.propose')}
          </button>
        )}
      </header>
      <p class="muted" role="status">
        {said.value ||
          (open.length > 0
            ? i18n.t('translation.open', open.length, [formatNumber(open.length)])
            : i18n.t('translation.hint'))}
      </p>
      <ul>
        {[...mine, ...Object.keys(values), ...open.slice(mine.length, Math.max(MOST_OPEN, mine.length))].map((ours) => (
          <li key={ours}>
            <span class="ours-value">{ours}</span>
            <span aria-hidden="true">→</span>
            <Combobox
              label={`${i18n.t('translation.theirs')}: ${ours}`}
              value={values[ours] ?? ''}
              placeholder={i18n.t('translation.none')}
              choices={choices}
              disabled={!isEditable}
              onChoose={(theirs) => set(ours, theirs)}
            />
            {isEditable && Object.hasOwn(values, ours) && (
              <IconButton
                icon="close"
                label={i18n.t('translation.remove', { value: ours })}
                onClick={() => remove(ours)}
              />
            )}
          </li>
        ))}
      </ul>
      {more > 0 && <p class="muted">{i18n.t('translation.more', more, [formatNumber(more)])}</p>}
      {isEditable && (
        <div class="field-with-button">
          <label class="field">
            <span>{i18n.t('translation.ours')}</span>
            <input
              ref={added}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                add();
              }}
            />
          </label>
          <button type="button" class="button" onClick={add}>
            {i18n.t('translation.add')}
          </button>
        </div>
      )}
    </section>
  );
}
