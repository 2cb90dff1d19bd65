import { useSignal } from '@preact/signals';
import type { Candidate } from '@integration-queue/shared/match';
import type { SyncDetail } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { showToast } from '@/ui/toasts';
import { api } from '../session/remote-api';
import { reportProblem } from './actions';
import { WebLink } from './web-link';

interface Props {
  sync: SyncDetail;
  candidates: Candidate[];
  /** Called once the entry is on its way again. */
  onChosen(): void;
}

/** The CRM records an entry may be about: one click says which it is, or that it is none of them. */
export function Candidates({ sync, candidates, onChosen }: Props) {
  const isWorking = useSignal(false);
  const choose = async (crmId: string | null) => {
    isWorking.value = true;
    const answer = await api.matchSync(sync.id, { crmId });
    isWorking.value = false;
    if (!answer.ok) return reportProblem(answer.problem);
    showToast(i18n.t('toast.retried', { company: sync.company.name }));
    onChosen();
  };
  return (
    <section class="candidates" aria-label={i18n.t('candidates.title')}>
      <h3>{i18n.t('candidates.title')}</h3>
      <ul>
        {candidates.map(({ id, name, url }) => (
          <li key={id}>
            <span>
              <WebLink url={url} text={name} /> {name !== id && <span class="muted">{id}</span>}
            </span>
            <button
              type="button"
              class="button small"
              disabled={isWorking.value}
              aria-label={i18n.t('candidates.chooseOne', { name, id })}
              onClick={() => void choose(id)}
            >
              {i18n.t('candidates.choose')}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="button small" disabled={isWorking.value} onClick={() => void choose(null)}>
        {i18n.t('candidates.createNew')}
      </button>
    </section>
  );
}
