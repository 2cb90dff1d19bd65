import { i18n } from '#i18n';
import { IconButton } from '@/ui/icon-button';
import { Late } from '@/ui/late';
import { formatNumber } from '@/ui/locale';
import { explainProblem } from '../errors/error-text';
import { MOST_COUNTED, type MappingEditor } from './mapping-editor';
import { saveAndTell } from './save-and-tell';

/**
 * What saving will do, and the buttons for it; stays in sight. A button that has nothing to do keeps the focus of who just
 * pressed it.
 */
export function SaveBar({ editor }: { editor: MappingEditor }) {
  const { draft, current, problems, isSaving, saveProblem } = editor;
  const isDirty = draft.isDirty.value;
  const version = current.value?.version ?? 0;
  const canSave = isDirty && !isSaving.value && !problems.value.isUnfinished;
  return (
    <footer class={`save-bar ${isDirty ? 'dirty' : ''}`}>
      <p class="grow" role="status">
        {isDirty ? (
          <>
            <strong>{i18n.t('mapping.unsaved')}</strong>
            <br />
            {problems.value.isUnfinished ? i18n.t('mapping.unfinished') : waitingText(editor, version + 1)}
            {isSaving.value && (
              <Late>
                <br />
                {i18n.t('mapping.saving')}
              </Late>
            )}
          </>
        ) : (
          <span class="muted">{i18n.t('mapping.inForce', { version: formatNumber(version) })}</span>
        )}
        {saveProblem.value && <span class="error-text"> {explainProblem(saveProblem.value)}</span>}
      </p>
      <IconButton
        icon="undo"
        label={`${i18n.t('action.undo')} (Ctrl Z)`}
        aria-disabled={!draft.canUndo.value}
        onClick={() => draft.undo()}
      />
      <IconButton
        icon="redo"
        label={`${i18n.t('mapping.redo')} (Ctrl Shift Z)`}
        aria-disabled={!draft.canRedo.value}
        onClick={() => draft.redo()}
      />
      {isDirty && (
        <button
          type="button"
          class="button quiet"
          onClick={({ currentTarget }) => {
            draft.replace(draft.saved.value);
            // It is gone, and what it did can be undone.
            currentTarget.parentElement?.querySelector('button')?.focus();
          }}
        >
          {i18n.t('mapping.discard')}
        </button>
      )}
      <button
        type="button"
        class="button primary"
        aria-disabled={!canSave}
        onClick={() => canSave && void saveAndTell(editor)}
      >
        {i18n.t('mapping.save')}
      </button>
    </footer>
  );
}

/** Which entries will use the version that is about to be saved. */
function waitingText({ waiting }: MappingEditor, version: number): string {
  const next = formatNumber(version);
  if (!waiting.value) return '';
  const { count, isMore } = waiting.value;
  if (isMore) return i18n.t('mapping.waitingMany', [formatNumber(MOST_COUNTED), next]);
  if (count === 0) return i18n.t('mapping.waitingNone', { version: next });
  return i18n.t('mapping.waiting', count, [formatNumber(count), next]);
}
