import { useEffect } from 'preact/hooks';
import type { Integration } from '@integration-queue/shared/integration';
import { SYNC_OBJECTS, type SyncObject } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';
import { Notice } from '@/ui/notice';
import { account, integrations, isAdmin, onLiveMessage, snapshot } from '../live/page-state';
import { explainProblem } from '../errors/error-text';
import { SignedOut } from '../session/signed-out';
import { editorOf } from './editors';
import { EditorNotes } from './editor-notes';
import { MappingLines } from './mapping-lines';
import { mappingAddress } from './mapping-address';
import type { MappingEditor } from './mapping-editor';
import { listenToEditorKeys } from './editor-keys';
import { PreviewPanel } from './preview-panel';
import { SaveBar } from './save-bar';
import { VersionsPanel } from './versions-panel';

interface Props {
  integrationId: string | null;
  object: SyncObject;
  /** The CRM field somebody was sent here for. */
  target: string | null;
}

/** The field mappings: of which integration, then one mapping with its preview and versions. */
export function MappingPage({ integrationId, object, target }: Props) {
  if (!account.value) return <SignedOut />;
  const integration = integrations.value.find(({ id }) => id === integrationId);
  if (integration) return <OneMapping key={`${integration.id} ${object}`} {...{ integration, object, target }} />;
  return (
    <>
      <h2>{i18n.t('mapping.title')}</h2>
      {snapshot.value && integrations.value.length === 0 && (
        <Notice icon="plug" text={i18n.t('integration.none')}>
          <a class="button" href="#integrations">
            {i18n.t('options.integrations')}
          </a>
        </Notice>
      )}
      {integrations.value.length > 0 && <p class="muted">{i18n.t('mapping.choose')}</p>}
      <ul class="choices">
        {integrations.value.map(({ id, name, provider }) => (
          <li key={id}>
            <a class="card" href={mappingAddress(id, 'company')}>
              <strong>{name}</strong>
              <span class="muted">{i18n.t(`provider.${provider}`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

interface MappingProps {
  integration: Integration;
  object: SyncObject;
  target: string | null;
}

function OneMapping({ integration, object, target }: MappingProps) {
  const editor = editorOf(integration.id, object);
  useEffect(() => void editor.load(), [editor]);
  useEffect(() => listenToEditorKeys(editor, isAdmin), [editor]);
  useEffect(() => recount(editor), [editor]);
  return (
    <div class="mapping-page">
      <header class="mapping-head">
        <h2>
          {i18n.t('mapping.title')} <span class="muted">{integration.name}</span>
        </h2>
        <nav class="segments" aria-label={i18n.t('entry.object')}>
          {SYNC_OBJECTS.map((one) => (
            <a key={one} href={mappingAddress(integration.id, one)} aria-current={one === object ? 'page' : undefined}>
              {i18n.t(`object.${one}`)}
            </a>
          ))}
        </nav>
      </header>
      <div class="mapping-main">
        {!isAdmin.value && <p class="muted">{i18n.t('mapping.readOnly')}</p>}
        <EditorNotes editor={editor} integrationName={integration.name} />
        {editor.current.value ? (
          <MappingLines editor={editor} integrationName={integration.name} target={target} isEditable={isAdmin.value} />
        ) : (
          <Loading editor={editor} />
        )}
        {isAdmin.value && editor.current.value && <SaveBar editor={editor} />}
      </div>
      <aside class="mapping-side">
        <PreviewPanel editor={editor} integrationName={integration.name} />
        <VersionsPanel editor={editor} isEditable={isAdmin.value} />
      </aside>
    </div>
  );
}

function Loading({ editor }: { editor: MappingEditor }) {
  const problem = editor.loadProblem.value;
  if (!problem)
    return (
      <ul class="skeleton" aria-label={i18n.t('list.loading')}>
        {Array.from({ length: 6 }, (_, index) => (
          <li key={index} />
        ))}
      </ul>
    );
  return (
    <Notice icon="warning" text={explainProblem(problem)}>
      <button type="button" class="button" onClick={() => void editor.load()}>
        {i18n.t('action.tryAgain')}
      </button>
    </Notice>
  );
}

/** A pause in which more may happen. */
const RECOUNT_MS = 1_000;

/** Keeps the number of waiting entries true while the page is open. */
function recount(editor: MappingEditor): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = onLiveMessage(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void editor.countWaiting();
    }, RECOUNT_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
