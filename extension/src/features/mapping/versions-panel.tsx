import { useSignal } from '@preact/signals';
import type { Mapping } from '@integration-queue/shared/mapping';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { RelativeTime } from '@/ui/time';
import { showToast } from '@/ui/toasts';
import { reportProblem } from '../syncs/actions';
import { plain } from './mapping-draft';
import type { MappingEditor } from './mapping-editor';
import { savedByText } from './saved-by-text';
import { VersionDifference } from './version-difference';

/** Every version there was: who saved it, when, what is different, and the way back to it. */
export function VersionsPanel({ editor, isEditable }: { editor: MappingEditor; isEditable: boolean }) {
  const load = async (older?: string) => {
    const problem = await editor.loadVersions(older);
    if (problem) reportProblem(problem);
  };
  const older = editor.olderVersions.value;
  return (
    <details class="card versions" onToggle={({ currentTarget }) => currentTarget.open && void load()}>
      <summary>
        <h3>{i18n.t('versions.title')}</h3>
      </summary>
      <ol>
        {editor.versions.value?.map((mapping) => (
          <Version key={mapping.version} editor={editor} mapping={mapping} isEditable={isEditable} />
        ))}
      </ol>
      {older !== null && (
        <button type="button" class="link" onClick={() => void load(older)}>
          {i18n.t('list.more')}
        </button>
      )}
    </details>
  );
}

interface VersionProps {
  editor: MappingEditor;
  mapping: Mapping;
  isEditable: boolean;
}

function Version({ editor, mapping, isEditable }: VersionProps) {
  const isCompared = useSignal(false);
  const version = formatNumber(mapping.version);
  const isCurrent = mapping.version === editor.current.value?.version;
  const restore = () => {
    editor.draft.replace(mapping.rows);
    showToast(i18n.t('versions.restored', { version }), {
      action: { label: i18n.t('action.undo'), run: () => editor.draft.undo() },
    });
  };
  return (
    <li>
      <p>
        <strong>{i18n.t('versions.version', { version })}</strong>
        {isCurrent && <span class="done-text"> {i18n.t('versions.current')}</span>}
        <br />
        <span class="muted">
          {savedByText(mapping)} · <RelativeTime at={mapping.savedAt} />
        </span>
      </p>
      <p class="buttons">
        <button
          type="button"
          class="link"
          aria-expanded={isCompared.value}
          onClick={() => (isCompared.value = !isCompared.value)}
        >
          {i18n.t('versions.compare')}
        </button>
        {isEditable && (
          <button type="button" class="link" onClick={restore}>
            {i18n.t('versions.restore')}
          </button>
        )}
      </p>
      {isCompared.value && (
        <VersionDifference before={mapping} after={plain(editor.draft.rows.value)} fields={editor.fields.value} />
      )}
    </li>
  );
}
