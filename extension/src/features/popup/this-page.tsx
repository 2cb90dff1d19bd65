import { integrations } from '../live/page-state';
import { lazily } from '@/ui/lazily';
import { showToast } from '@/ui/toasts';
import { explainProblem } from '../errors/error-text';
import { rememberChoices, sendChoices } from '../page-company/choices-state';
import { PageCompanyCard } from '../page-company/page-company-card';
import { draftOf, pageCompany } from '../page-company/page-company-state';
import { chooseTarget } from '../page-company/send-choices';
import { newDraft } from '../page-company/send-draft';
import { sendNow } from '../page-company/send-page-company';
import type { SyncList } from '../syncs/sync-list-state';
import { isSending, onlyOnce } from './sending';
import { draft, entryId } from './popup-view';

const LoadedPreview = lazily(() => import('./send-preview').then((module) => module.SendPreview));

/** The company of this page, with the send it leads to. */
export function ThisPage({ list }: { list: SyncList }) {
  const shown = list.filter.value.integrationId;
  const target = chooseTarget(integrations.value, shown, sendChoices.value?.integrationId);
  return (
    <PageCompanyCard
      target={target}
      onTarget={shown ? undefined : (id) => rememberChoices(id)}
      isSending={isSending.value}
      onPreview={() => {
        if (pageCompany.value && target) draft.value = newDraft(draftOf(pageCompany.value), target.id);
      }}
      onUpdate={(companyId, companyName) => {
        if (!target) return;
        void onlyOnce(async () => {
          const problem = await sendNow(list, { integrationId: target.id, object: 'company', companyId }, companyName);
          if (problem) showToast(explainProblem(problem), { kind: 'failed' });
        });
      }}
      onOpenSync={(id) => (entryId.value = id)}
    />
  );
}

/** The preview, where one is open. */
export function SendPreview({ list }: { list: SyncList }) {
  return draft.value && <LoadedPreview list={list} draft={draft.value} onClose={closeDraft} />;
}

/** Goes back to the button the preview came from, or to another element. */
export function closeDraft(to = '[data-preview]'): void {
  draft.value = null;
  // It may take the focus only when what it is in is no longer inert.
  requestAnimationFrame(() => document.querySelector<HTMLElement>(to)?.focus());
}
