import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { RetryChoice } from '@integration-queue/shared/retry';
import type { Sync, SyncDetail } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { IconButton } from '@/ui/icon-button';
import { Late } from '@/ui/late';
import { showToast } from '@/ui/toasts';
import { explainProblem } from '../errors/error-text';
import { onLiveMessage } from '../live/page-state';
import type { ShownProblem } from '../protocol';
import { api } from '../session/remote-api';
import { canDelete, canRetry, reportProblem, type SyncNamed } from './actions';
import { Attempts } from './attempts';
import { Candidates } from './candidates';
import { EntryError } from './entry-error';
import { EntryFacts } from './entry-facts';
import { Receipt } from './receipt';
import { RetryChoices } from './retry-choices';
import type { EntryActions } from './sync-row';

interface Props {
  id: string;
  /** Its row, shown until the whole entry is there. */
  row: Sync | undefined;
  actions: EntryActions;
  onClose(): void;
}

/** One entry in full: what it is, what went wrong, which fields arrived, and every try. */
export function Entry({ id, row, actions, onClose }: Props) {
  const detail = useSignal<SyncDetail | null>(null);
  const problem = useSignal<ShownProblem | null>(null);
  /** Grows whenever the entry is known to be another one than what is shown. */
  const reload = useSignal(0);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    let isOpen = true;
    const load = async () => {
      const answer = await api.getSync(id);
      if (!isOpen) return;
      problem.value = answer.ok ? null : answer.problem;
      if (answer.ok) detail.value = answer.value;
    };
    void load();
    const stopListening = onLiveMessage((message) => {
      if (message.kind === 'refetch' || message.items.some((sync) => sync.id === id)) void load();
    });
    return () => {
      isOpen = false;
      stopListening();
    };
  }, [id, row?.status, reload.value]);
  useEffect(() => heading.current?.focus(), [id]);

  const shown = detail.value?.id === id ? detail.value : null;
  const sync = row ?? shown;
  return (
    <article class="entry" aria-label={sync?.company.name}>
      <header class="bar">
        <IconButton icon="back" label={i18n.t('action.back')} onClick={onClose} />
        <h2 ref={heading} tabIndex={-1}>
          {sync?.company.name}
        </h2>
        <span class="buttons">
          {sync && canRetry(sync) && (
            <button type="button" class="button small" onClick={() => void actions.retry(sync)}>
              {i18n.t(sync.skipped ? 'action.sendAnyway' : 'action.retry')}
            </button>
          )}
          {sync && canDelete(sync) && (
            <button type="button" class="button small" onClick={() => void actions.delete(sync)}>
              {i18n.t('action.delete')}
            </button>
          )}
        </span>
      </header>
      <div class="entry-body">
        {sync && <EntryFacts sync={sync} />}
        {sync?.error && sync.status !== 'processed' && <EntryError sync={sync} />}
        {shown?.error?.candidates && sync?.status === 'error' && (
          <Candidates sync={shown} candidates={shown.error.candidates} onChosen={() => reload.value++} />
        )}
        {shown && sync?.status === 'error' && (
          <RetryChoices
            mappingVersion={shown.mappingVersion}
            onRetry={async (choice) => {
              if (await retryAs(shown, choice)) reload.value++;
            }}
          />
        )}
        {problem.value && <p class="error-text">{explainProblem(problem.value)}</p>}
        {!shown && !problem.value && (
          <Late>
            <ul class="skeleton" aria-label={i18n.t('list.loading')}>
              <li />
              <li />
            </ul>
          </Late>
        )}
        {shown && shown.fields.length > 0 && <Receipt sync={shown} />}
        {shown && shown.attempts.length > 0 && <Attempts attempts={shown.attempts} />}
      </div>
    </article>
  );
}

async function retryAs({ id, company }: SyncNamed, choice: RetryChoice): Promise<boolean> {
  const answer = await api.retrySync(id, choice);
  if (answer.ok) showToast(i18n.t('toast.retried', { company: company.name }));
  else reportProblem(answer.problem);
  return answer.ok;
}
