import { useSignal } from '@preact/signals';
import type { Company } from '@integration-queue/shared/company';
import { i18n } from '#i18n';
import { Combobox } from '@/ui/combobox';
import { api } from '../session/remote-api';
import { useCompanySearch } from './company-search';
import type { DraftRow } from './mapping-draft';
import type { MappingEditor } from './mapping-editor';
import { PreviewResult } from './preview-result';
import { usePreview } from './use-preview';

interface Props {
  editor: MappingEditor;
  integrationName: string;
}

/** What the rows as they stand would write for one company; nothing is sent. */
export function PreviewPanel({ editor, integrationName }: Props) {
  const { found, search } = useCompanySearch();
  const company = useSignal<Company | null>(null);
  const rows = editor.draft.rows.value;

  const chosen = company.value;
  const seen = usePreview(
    chosen && {
      of: `${editor.integrationId} ${editor.object} ${chosen.id}`,
      ask: () => ask(editor, rows, chosen),
    },
    [rows],
  );

  return (
    <section class="card preview" aria-label={i18n.t('preview.title')}>
      <h3>{i18n.t('preview.title')}</h3>
      <div class="field">
        <span>{i18n.t('preview.pick')}</span>
        <Combobox
          label={i18n.t('preview.pick')}
          value={chosen?.id ?? ''}
          valueLabel={chosen?.name}
          fetchedFor={found.q}
          choices={found.companies.map(({ id, name, domain }) => ({
            value: id,
            label: name,
            ...(domain && { detail: domain }),
          }))}
          onSearch={search}
          onChoose={(id) => (company.value = found.companies.find((one) => one.id === id) ?? chosen)}
        />
      </div>
      {!chosen && <p class="muted">{i18n.t('preview.hint')}</p>}
      {chosen && <PreviewResult {...seen} integrationName={integrationName} />}
    </section>
  );
}

function ask(editor: MappingEditor, rows: DraftRow[], { id, name }: Company) {
  const { byKey } = editor.problems.value;
  // A row that is not finished would make the API refuse them all.
  const finished = rows.filter(({ key }) => !byKey.get(key)?.some(({ code }) => /_(missing|too_long)$/.test(code)));
  return api.previewMapping(editor.integrationId, editor.object, {
    companyId: id,
    rows: finished.map(({ row }) => row),
    ...(editor.object === 'deal' && { deal: { title: name } }),
    ...(editor.object === 'task' && { task: { subject: name } }),
  });
}
