import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { formatNumber } from '@/ui/locale';
import { explainProblem } from '../errors/error-text';
import { goToLine } from './go-to-line';
import { VersionDifference } from './version-difference';
import { plain } from './mapping-draft';
import type { MappingEditor } from './mapping-editor';
import { savedByText } from './saved-by-text';

/** What there is to know above the rows: the schema that is missing, somebody else's save, problems further down. */
export function EditorNotes({ editor, integrationName }: { editor: MappingEditor; integrationName: string }) {
  return (
    <div class="notes">
      <SchemaNote editor={editor} integrationName={integrationName} />
      <ConflictNote editor={editor} />
      <ProblemsNote editor={editor} />
    </div>
  );
}

function SchemaNote({ editor, integrationName }: { editor: MappingEditor; integrationName: string }) {
  const phase = editor.schemaPhase.value;
  const values = { integration: integrationName };
  return (
    <div role="status">
      {phase === 'loading' && !editor.fields.value && <p class="muted">{i18n.t('mapping.schemaLoading', values)}</p>}
      {phase === 'slow' && <p class="muted">{i18n.t('mapping.schemaSlow', values)}</p>}
      {phase === 'failed' && (
        <div class="banner attention rounded">
          <Icon name="warning" />
          <div class="grow">
            <p>{i18n.t('mapping.schemaFailed', values)}</p>
            {editor.schemaProblem.value && (
              <details>
                <summary>{i18n.t('entry.crmWords')}</summary>
                <p class="raw">{editor.schemaProblem.value.message || explainProblem(editor.schemaProblem.value)}</p>
              </details>
            )}
          </div>
          <button type="button" class="button small" onClick={() => void editor.loadFields()}>
            {i18n.t('action.tryAgain')}
          </button>
        </div>
      )}
    </div>
  );
}

function ConflictNote({ editor }: { editor: MappingEditor }) {
  const theirs = editor.conflict.value;
  if (!theirs) return null;
  const version = formatNumber(theirs.version);
  return (
    <section class="banner attention rounded" role="alert">
      <Icon name="warning" />
      <div class="grow">
        <p>
          <strong>{i18n.t('mapping.conflict', { version })}</strong> {savedByText(theirs)}
        </p>
        <details>
          <summary>{i18n.t('versions.compare')}</summary>
          <VersionDifference before={theirs} after={plain(editor.draft.rows.value)} fields={editor.fields.value} />
        </details>
        <p class="buttons">
          <button
            type="button"
            class="button small"
            onClick={() => {
              editor.keepMine();
              void editor.save();
            }}
          >
            {i18n.t('mapping.keepMine', { version: formatNumber(theirs.version + 1) })}
          </button>
          <button type="button" class="button small" onClick={() => editor.takeTheirs()}>
            {i18n.t('mapping.takeTheirs', { version })}
          </button>
        </p>
      </div>
    </section>
  );
}

function ProblemsNote({ editor }: { editor: MappingEditor }) {
  const { byKey, unmapped, count } = editor.problems.value;
  if (count === 0 || !editor.current.value) return null;
  const first = editor.draft.rows.value.find(({ key }) => byKey.has(key));
  const target = [...unmapped.keys()][0] ?? first?.row.target;
  const show = () => {
    // What is wrong may be hidden by it.
    editor.search.value = '';
    if (first && unmapped.size === 0) editor.openKey.value = first.key;
    void goToLine(target ?? '', 'center');
  };
  return (
    <p class="problems-note">
      <Icon name="error" />
      <span class="grow">{i18n.t('mapping.problems', count, [formatNumber(count)])}</span>
      <button type="button" class="link" onClick={show}>
        {i18n.t('mapping.showProblem')}
      </button>
    </p>
  );
}
