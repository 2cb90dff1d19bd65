import type { CrmField, MappingProblem } from '@integration-queue/shared/mapping';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { isRequired } from './arrange-lines';
import { fieldDetail } from './field-detail';
import { goToLine } from './go-to-line';
import type { DraftRow } from './mapping-draft';
import type { MappingEditor } from './mapping-editor';
import { proposeRow } from './propose-row';
import { RowEditor } from './row-editor';
import { explainMappingProblem } from './mapping-problem-text';
import { rowText } from './source-text';

interface Props {
  editor: MappingEditor;
  field: CrmField | undefined;
  draft: DraftRow | null;
  problems: MappingProblem[];
  isEditable: boolean;
}

/** One field of the CRM and what is sent to it, in one line that opens to be changed; what is wrong stands below it. */
export function MappingLine({ editor, field, draft, problems, isEditable }: Props) {
  const isOpen = draft !== null && editor.openKey.value === draft.key;
  const target = draft?.row.target ?? field?.name ?? '';
  const label = field?.label ?? target;
  const isUnknown = !field && editor.schemaPhase.value === 'ready' && (editor.fields.value?.length ?? 0) > 0;
  const toggle = () => {
    if (draft) editor.openKey.value = isOpen ? null : draft.key;
    else if (field && isEditable) {
      editor.open(field.name, proposeRow(editor.object, field));
      void goToLine(field.name);
    }
  };
  return (
    <li
      class={`mapping-line ${isOpen ? 'open' : ''} ${problems.length > 0 ? 'wrong' : ''}`}
      data-target={target}
      data-draft
    >
      <button type="button" class="mapping-summary" aria-expanded={isOpen} onClick={toggle}>
        <span class="theirs">
          <span class="field-name">{label}</span>
          {isRequired(field) && <span class="required">{i18n.t('mapping.required')}</span>}
          <span class="muted">{field ? fieldDetail(field) : isUnknown && i18n.t('fieldType.unknown')}</span>
        </span>
        <span class="arrow" aria-hidden="true">
          ←
        </span>
        <span class={draft ? 'ours' : 'ours muted'}>{draft ? rowText(draft.row) : i18n.t('mapping.notMapped')}</span>
        <Icon name={isOpen ? 'down' : 'chevron'} />
      </button>
      {problems.map((problem) => {
        const { what, todo } = explainMappingProblem(problem, label);
        return (
          <p class="row-problem" key={`${problem.code} ${problem.value}`}>
            <Icon name="error" size={14} />
            <span>
              <strong>{what}</strong> {todo}
            </span>
          </p>
        );
      })}
      {isOpen && <RowEditor editor={editor} draft={draft} field={field} isEditable={isEditable} />}
    </li>
  );
}
