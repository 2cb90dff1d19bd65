import { useEffect, useRef } from 'preact/hooks';
import { MAPPING_LIMIT } from '@integration-queue/shared/mapping-limit';
import type { CrmField } from '@integration-queue/shared/mapping';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { formatNumber } from '@/ui/locale';
import { arrangeLines } from './arrange-lines';
import { fieldDetail } from './field-detail';
import { goToLine } from './go-to-line';
import { MappingLine } from './mapping-line';
import type { MappingEditor } from './mapping-editor';
import { proposeRow } from './propose-row';

interface Props {
  editor: MappingEditor;
  integrationName: string;
  target: string | null;
  isEditable: boolean;
}

/** Unsent fields shown at once; a CRM may have a thousand, and a search finds the others. */
const MOST_UNSENT = 100;

/** The rows: fields of the CRM at the left, what is sent to them at the right, and below what is not sent. */
export function MappingLines({ editor, integrationName, target, isEditable }: Props) {
  const { search } = editor;
  const rows = editor.draft.rows.value;
  const { sent, unsent } = arrangeLines(rows, editor.fields.value ?? [], search.value);
  const { byKey, unmapped } = editor.problems.value;
  useOpenedFromAddress(editor, target);
  return (
    <>
      <label class="search">
        <Icon name="search" />
        <input
          type="search"
          placeholder={i18n.t('mapping.search')}
          aria-label={i18n.t('mapping.search')}
          value={search.value}
          onInput={({ currentTarget }) => (search.value = currentTarget.value)}
        />
      </label>
      <div class="mapping-columns" aria-hidden="true">
        <span>{i18n.t('mapping.theirs', { integration: integrationName })}</span>
        <span>{i18n.t('mapping.ours')}</span>
      </div>
      <ul class="mapping-lines" aria-label={i18n.t('mapping.title')}>
        {sent.map(({ field, draft }) => (
          <MappingLine
            key={draft?.key ?? `missing ${field?.name}`}
            editor={editor}
            field={field}
            draft={draft}
            problems={draft ? (byKey.get(draft.key) ?? []) : [unmapped.get(field?.name ?? '')].filter((one) => !!one)}
            isEditable={isEditable}
          />
        ))}
      </ul>
      {sent.length === 0 && <p class="muted">{i18n.t(search.value ? 'mapping.noResult' : 'mapping.empty')}</p>}
      {editor.draft.isFull.value && (
        <p class="muted">{i18n.t('mapping.full', { count: formatNumber(MAPPING_LIMIT) })}</p>
      )}
      {unsent.length > 0 && (
        <Unsent
          editor={editor}
          fields={unsent}
          isEditable={isEditable}
          isOpen={search.value !== '' || rows.length === 0}
        />
      )}
      {isEditable && editor.fields.value?.length === 0 && <AnyField editor={editor} />}
    </>
  );
}

interface UnsentProps {
  editor: MappingEditor;
  fields: CrmField[];
  isEditable: boolean;
  isOpen: boolean;
}

function Unsent({ editor, fields, isEditable, isOpen }: UnsentProps) {
  const more = fields.length - MOST_UNSENT;
  return (
    <details class="unsent" open={isOpen}>
      <summary>{i18n.t('mapping.unsent', fields.length, [formatNumber(fields.length)])}</summary>
      <ul class="mapping-lines">
        {fields.slice(0, MOST_UNSENT).map((field) => (
          <li class="mapping-line unsent-line" key={field.name} data-target={field.name}>
            <span class="theirs">
              <span class="field-name">{field.label}</span> <span class="muted">{fieldDetail(field)}</span>
            </span>
            {isEditable && (
              <button
                type="button"
                class="button small"
                disabled={editor.draft.isFull.value}
                onClick={() => {
                  editor.open(field.name, proposeRow(editor.object, field));
                  void goToLine(field.name);
                }}
              >
                {i18n.t('mapping.mapField')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {more > 0 && <p class="muted">{i18n.t('mapping.moreResults', more, [formatNumber(more)])}</p>}
    </details>
  );
}

/** A receiver without a schema takes any field. */
function AnyField({ editor }: { editor: MappingEditor }) {
  return (
    <form
      class="field-with-button"
      onSubmit={(event) => {
        event.preventDefault();
        const name = (Object.fromEntries(new FormData(event.currentTarget)) as { target: string }).target.trim();
        event.currentTarget.reset();
        if (!name) return;
        editor.open(name, proposeRow(editor.object, { name, label: name }));
        void goToLine(name);
      }}
    >
      <label class="field">
        <span>{i18n.t('mapping.anotherField')}</span>
        <input name="target" required maxLength={200} />
      </label>
      <button type="submit" class="button" disabled={editor.draft.isFull.value}>
        {i18n.t('mapping.mapField')}
      </button>
    </form>
  );
}

/**
 * Opens the row the address names and goes to it. What has no row is there once the schema is: a person who was led to
 * their row by then is not moved again.
 */
function useOpenedFromAddress(editor: MappingEditor, target: string | null): void {
  const reached = useRef<string | null>(null);
  useEffect(() => void (target !== null && editor.open(target)), [editor, target]);
  useEffect(() => {
    if (target === null || reached.current === target) return;
    void goToLine(target, 'center').then((isThere) => {
      if (isThere) reached.current = target;
    });
  }, [editor, target, editor.fields.value !== null]);
}
