import type { CrmField, MappingRow } from '@integration-queue/shared/mapping';
import { takesMore } from '@integration-queue/shared/check-mapping';
import { WRITE_MODES } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';
import { Combobox } from '@/ui/combobox';
import { showToast } from '@/ui/toasts';
import { fieldDetail } from './field-detail';
import { goToLine } from './go-to-line';
import type { DraftRow } from './mapping-draft';
import type { MappingEditor } from './mapping-editor';
import { SourceChoice } from './source-choice';
import { ValueTranslation } from './value-translation';

interface Props {
  editor: MappingEditor;
  draft: DraftRow;
  field: CrmField | undefined;
  isEditable: boolean;
}

/** Everything of one row: the field it goes to, where the value comes from, and how it meets what is there. */
export function RowEditor({ editor, draft, field, isEditable }: Props) {
  const { key, row } = draft;
  const change = (changes: Partial<MappingRow>, step?: string) => editor.draft.change(key, changes, step);
  const remove = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const line = currentTarget.closest('li');
    const beside = line?.nextElementSibling ?? line?.previousElementSibling;
    editor.draft.remove(key);
    if (beside instanceof HTMLElement) void goToLine(beside.dataset['target'] ?? '');
    showToast(i18n.t('mapping.removed', { field: field?.label ?? row.target }), {
      action: { label: i18n.t('action.undo'), run: () => editor.draft.undo() },
    });
  };
  return (
    <fieldset class="row-editor" disabled={!isEditable} aria-label={field?.label ?? row.target}>
      <TargetChoice editor={editor} row={row} isEditable={isEditable} onChoose={(target) => change({ target })} />
      <SourceChoice object={editor.object} row={row} field={field} isEditable={isEditable} onChange={change} />
      <fieldset class="choice-line">
        <legend>{i18n.t('mapping.modeQuestion')}</legend>
        <span class="segments">
          {modesFor(field, row).map((mode) => (
            <label key={mode}>
              <input type="radio" name={`mode-${key}`} checked={row.mode === mode} onChange={() => change({ mode })} />
              {i18n.t(`mapping.modeChoice.${mode}`)}
            </label>
          ))}
        </span>
      </fieldset>
      {field?.options && !('fixed' in row.source) && (
        <ValueTranslation
          row={row}
          options={field.options}
          object={editor.object}
          isEditable={isEditable}
          onChange={(values, step) => change({ values }, step)}
        />
      )}
      {isEditable && (
        <button type="button" class="link danger" onClick={remove}>
          {i18n.t('mapping.remove')}
        </button>
      )}
    </fieldset>
  );
}

/** Those the field allows, and that the row has: a choice that was made stays to be seen. */
const modesFor = (field: CrmField | undefined, row: MappingRow) =>
  WRITE_MODES.filter((mode) => mode !== 'append' || mode === row.mode || !field || takesMore(field.type));

interface TargetProps {
  editor: MappingEditor;
  row: MappingRow;
  isEditable: boolean;
  onChoose(target: string): void;
}

function TargetChoice({ editor, row, isEditable, onChoose }: TargetProps) {
  const mapped = new Set(editor.draft.rows.value.map((one) => one.row.target));
  const fields = (editor.fields.value ?? []).filter(
    ({ name, writable }) => name === row.target || (writable && !mapped.has(name)),
  );
  const isClosed = fields.length > 0;
  return (
    <div class="field">
      <span>{i18n.t('mapping.anotherField')}</span>
      <Combobox
        label={i18n.t('mapping.anotherField')}
        value={row.target}
        disabled={!isEditable}
        choices={fields.map((field) => ({
          value: field.name,
          label: field.label,
          detail: `${field.name} · ${fieldDetail(field)}`,
        }))}
        // Without a schema the name is all there is.
        takeTyped={isClosed ? undefined : (typed) => typed.slice(0, 200)}
        onChoose={onChoose}
      />
    </div>
  );
}
