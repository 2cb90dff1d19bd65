import { useRef } from 'preact/hooks';
import type { CrmField, MappingRow, MappingSource } from '@integration-queue/shared/mapping';
import { sourceFieldsOf } from '@integration-queue/shared/source-fields';
import { templateFields } from '@integration-queue/shared/template';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';
import { Combobox } from '@/ui/combobox';
import { FixedValue } from './fixed-value';
import { sourceFieldLabel, sourceText } from './source-text';

const KINDS = ['field', 'fixed', 'template'] as const;
type Kind = (typeof KINDS)[number];

interface Props {
  object: SyncObject;
  row: MappingRow;
  field: CrmField | undefined;
  isEditable: boolean;
  onChange(change: Partial<MappingRow>, step?: string): void;
}

/** Where the value of a row comes from: a field of ours, a fixed value, or a template made of both. */
export function SourceChoice({ object, row: { target, source }, field, isEditable, onChange }: Props) {
  const kind = kindOf(source);
  // Arrow keys choose every kind on the way to the one that is wanted.
  const last = useRef<Partial<Record<Kind, MappingSource>>>({});
  last.current[kind] = source;
  const take = (next: MappingSource, step?: string) => onChange({ source: next }, step);
  return (
    <>
      <fieldset class="choice-line">
        <legend>{i18n.t('mapping.sourceKind')}</legend>
        <span class="segments">
          {KINDS.map((one) => (
            <label key={one}>
              <input
                type="radio"
                name={`kind-${target}`}
                checked={kind === one}
                onChange={() => take(last.current[one] ?? turnInto(one, source))}
              />
              {i18n.t(`mapping.kind.${one}`)}
            </label>
          ))}
        </span>
      </fieldset>
      {'field' in source && (
        <FieldChoice
          object={object}
          label={i18n.t('mapping.kind.field')}
          value={source.field}
          isEditable={isEditable}
          onChoose={(path) => take({ field: path })}
        />
      )}
      {'fixed' in source && (
        <FixedValue
          value={source.fixed}
          field={field}
          isEditable={isEditable}
          onChange={(fixed) => take({ fixed }, 'fixed')}
        />
      )}
      {'template' in source && (
        <Template
          object={object}
          value={source.template}
          isEditable={isEditable}
          onChange={(template) => take({ template }, 'template')}
        />
      )}
    </>
  );
}

function kindOf(source: MappingSource): Kind {
  return 'field' in source ? 'field' : 'fixed' in source ? 'fixed' : 'template';
}

/** The same source as another kind, as far as it can be said so: nothing typed is lost by looking at another kind. */
function turnInto(kind: Kind, source: MappingSource): MappingSource {
  if (kind === kindOf(source)) return source;
  if (kind === 'template') return { template: 'field' in source && source.field ? `{{${source.field}}}` : 'fixed' in source ? sourceText(source) : '' }; // prettier-ignore
  if (kind === 'fixed')
    return { fixed: 'template' in source && !source.template.includes('{{') ? source.template : '' };
  return { field: 'template' in source ? (templateFields(source.template)[0] ?? '') : '' };
}

interface FieldProps {
  object: SyncObject;
  label: string;
  value: string;
  placeholder?: string;
  isEditable: boolean;
  onChoose(path: string): void;
}

function FieldChoice({ object, label, value, placeholder, isEditable, onChoose }: FieldProps) {
  const known = sourceFieldsOf(object);
  const paths = value && !known.includes(value) ? [value, ...known] : known;
  const custom = object === 'company' ? 'custom.' : 'company.custom.';
  return (
    <Combobox
      label={label}
      value={value}
      placeholder={placeholder}
      disabled={!isEditable}
      choices={paths.map((path) => ({ value: path, label: sourceFieldLabel(path), detail: path }))}
      takeTyped={(typed) => (/[{}]/.test(typed) ? null : known.includes(typed) || /(^|\.)custom\../.test(typed) ? typed : custom + typed)} // prettier-ignore
      onChoose={onChoose}
    />
  );
}

interface TemplateProps {
  object: SyncObject;
  value: string;
  isEditable: boolean;
  onChange(template: string): void;
}

function Template({ object, value, isEditable, onChange }: TemplateProps) {
  const text = useRef<HTMLTextAreaElement>(null);
  const insert = (path: string) => {
    const { selectionStart: start = value.length, selectionEnd: end = value.length } = text.current ?? {};
    onChange(`${value.slice(0, start)}{{${path}}}${value.slice(end)}`);
    text.current?.focus();
  };
  return (
    <div class="field">
      <textarea
        ref={text}
        aria-label={i18n.t('mapping.kind.template')}
        rows={Math.min(8, value.split('\n').length + 1)}
        spellcheck={false}
        value={value}
        placeholder="{{name}} ({{domain}})"
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <span>{i18n.t('mapping.templateHint')}</span>
      {isEditable && (
        <FieldChoice
          object={object}
          label={i18n.t('mapping.insertField')}
          placeholder={i18n.t('mapping.insertField')}
          value=""
          isEditable
          onChoose={insert}
        />
      )}
    </div>
  );
}
