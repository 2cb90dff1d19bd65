import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { formatNumber } from '@/ui/locale';
import { showToast } from '@/ui/toasts';
import { explainProblem } from '../errors/error-text';
import { othersWaiting, outbox } from '../live/page-state';
import { ask } from '../protocol';
import type { OutboxEntry } from './outbox-entry';

/** What was sent from here and is not with the server yet, each with a way to take it back. */
export function OutboxBar() {
  const entries = outbox.value;
  const others = othersWaiting.value;
  if (entries.length + others === 0) return null;
  const refused = entries.filter(({ state }) => state === 'refused').length;
  return (
    <section class="outbox" aria-label={i18n.t('outbox.title')}>
      {heading('waiting', entries.length - refused)}
      {heading('refused', refused)}
      {others > 0 && <p class="muted">{i18n.t('outbox.others', others, [formatNumber(others)])}</p>}
      <ul>
        {entries.map((entry) => (
          <li key={entry.id} class={entry.state}>
            <span class="outbox-company">{entry.companyName}</span>
            <span class="muted">
              {stateText(entry)}{' '}
              {isUnsure(entry) && (
                <a class="link" href={`/overview.html?q=${encodeURIComponent(entry.companyName)}`} target="_blank">
                  {i18n.t('outbox.look')}
                </a>
              )}
            </span>
            {isUnsure(entry) && (
              <button type="button" class="button small" onClick={() => void again(entry)}>
                {i18n.t('page.sendAgain')}
              </button>
            )}
            {entry.state !== 'withdrawing' && (
              <button type="button" class="button small" onClick={() => void cancel(entry)}>
                {i18n.t(entry.state === 'refused' ? 'action.dismiss' : 'action.cancel')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function heading(what: 'waiting' | 'refused', count: number) {
  if (count === 0) return null;
  return (
    <p>
      <Icon name="send" />
      <strong>{i18n.t(`outbox.${what}`, count, [formatNumber(count)])}</strong>
    </p>
  );
}

function stateText({ state, problem, integrationName }: OutboxEntry): string {
  if (state === 'refused' && problem) return explainProblem(problem);
  return state === 'withdrawing' ? i18n.t('outbox.withdrawing') : integrationName;
}

/** Whether nobody can tell if it arrived: then it is for the person to look, and to say. */
const isUnsure = ({ state, problem }: OutboxEntry) => state === 'refused' && problem?.code === 'maybe_sent';

async function again({ id, companyName, integrationName }: OutboxEntry): Promise<void> {
  const { state } = await ask('sendAgain', id);
  if (state === 'sent') showToast(i18n.t('toast.sent', { company: companyName, integration: integrationName }));
}

async function cancel({ id, companyName, state }: OutboxEntry): Promise<void> {
  const { withdrawn } = await ask('cancelSend', id);
  if (withdrawn && state !== 'refused') showToast(i18n.t('outbox.withdrawn', { company: companyName }));
}
