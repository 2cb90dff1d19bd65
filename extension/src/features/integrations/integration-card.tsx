import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Integration } from '@integration-queue/shared/integration';
import { i18n } from '#i18n';
import { confirmFirst } from '@/ui/confirm';
import { Icon } from '@/ui/icon';
import { formatNumber } from '@/ui/locale';
import { absoluteTime } from '@/ui/time-text';
import { showToast } from '@/ui/toasts';
import { explainError } from '../errors/error-text';
import { isAdmin } from '../live/page-state';
import { Rules } from '../rules/rules';
import { api } from '../session/remote-api';
import { reportProblem } from '../syncs/actions';
import { Reason } from '../syncs/second-line';
import { Reconnect } from './reconnect';
import { WarningMark } from './warning-mark';
import { Budget } from './budget';
import { SchemaCheck } from './schema-check';
import { Trouble } from './trouble';
import { Warnings } from './warnings';

interface Props {
  integration: Integration;
  /** Whether somebody was sent here because of it. */
  isHighlighted: boolean;
  /** Whether it is being given new access. */
  isReconnecting: boolean;
}

/** One connected CRM account: whether it works, what is wrong if not, and what can be done. */
export function IntegrationCard({ integration, isHighlighted, isReconnecting }: Props) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isHighlighted) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isHighlighted]);
  const { id, name, provider, account, status, counts, waiting, warnings, pausedSince } = integration;
  return (
    <section class={`card integration ${isHighlighted ? 'highlighted' : ''}`} ref={card} aria-label={name} id={id}>
      <header>
        <h3>{name}</h3>
        <span class={`state ${status}`}>
          {status === 'needs_attention' && <Icon name="warning" />}
          {i18n.t(`integrationStatus.${status}`)}
        </span>
        {status !== 'needs_attention' && warnings.length > 0 && <WarningMark />}
      </header>
      <p class="muted">{[i18n.t(`provider.${provider}`), account?.name].filter(Boolean).join(' · ')}</p>
      <Trouble integration={integration} />
      <Warnings integration={integration} />
      {pausedSince && <p>{i18n.t('integration.pausedSince', { time: absoluteTime(pausedSince) })}</p>}
      {waiting && (
        <p>
          <Reason reason={waiting} />
        </p>
      )}
      <p>
        {i18n.t('integration.waiting', counts.pending, [formatNumber(counts.pending)])} ·{' '}
        {i18n.t('integration.failed', counts.error, [formatNumber(counts.error)])}
      </p>
      <Budget budget={integration.budget} />
      <SchemaCheck integration={integration} />
      <Rules integrationId={id} />
      <div class="buttons">
        <a class="button" href={`/overview.html?integrationId=${id}`}>
          {i18n.t('integration.overview')}
          {counts.error > 0 && (
            <span class="mark" role="img" aria-label={i18n.t('status.error')}>
              !
            </span>
          )}
        </a>
        <a class="button" href={`#mapping/${id}`}>
          {i18n.t('integration.mapping')}
        </a>
        {isAdmin.value && <AdminButtons integration={integration} />}
      </div>
      {isAdmin.value && isReconnecting && <Reconnect integration={integration} />}
    </section>
  );
}

function AdminButtons({ integration: { id, name, status, counts } }: { integration: Integration }) {
  const isWorking = useSignal(false);
  const run = async (work: () => Promise<void>) => {
    isWorking.value = true;
    await work().finally(() => (isWorking.value = false));
  };
  const test = async () => {
    const answer = await api.testIntegration(id);
    if (!answer.ok) return reportProblem(answer.problem);
    const { ok, account, error } = answer.value;
    if (ok) return showToast(i18n.t('integration.testOk', { account: account?.name ?? name }));
    const words = error && `${explainError(error).what} ${i18n.t('entry.crmWords')}: ${error.message}`;
    showToast(words ?? i18n.t('problem.internal'), { kind: 'failed' });
  };
  const setPaused = async (isPaused: boolean) => {
    const answer = await (isPaused ? api.pauseIntegration(id) : api.resumeIntegration(id));
    if (!answer.ok) return reportProblem(answer.problem);
    showToast(i18n.t(isPaused ? 'integration.paused' : 'integration.resumed', { integration: name }));
  };
  const disconnect = async () => {
    const question = i18n.t('integration.disconnectSure', counts.pending, [formatNumber(counts.pending), name]);
    if (!(await confirmFirst(question, i18n.t('integration.disconnect')))) return;
    const answer = await api.deleteIntegration(id);
    if (!answer.ok) return reportProblem(answer.problem);
    showToast(i18n.t('integration.disconnected', { integration: name }));
  };
  return (
    <>
      <button type="button" class="button" disabled={isWorking.value} onClick={() => void run(test)}>
        {i18n.t('integration.test')}
      </button>
      {status === 'paused' ? (
        <button
          type="button"
          class="button primary"
          disabled={isWorking.value}
          onClick={() => void run(() => setPaused(false))}
        >
          <Icon name="play" /> {i18n.t('integration.resume')}
        </button>
      ) : (
        <button type="button" class="button" disabled={isWorking.value} onClick={() => void run(() => setPaused(true))}>
          <Icon name="pause" /> {i18n.t('integration.pause')}
        </button>
      )}
      <a class="button" href={`#integrations/${id}/reconnect`}>
        {i18n.t('integration.reconnect')}
      </a>
      <button type="button" class="button quiet danger" disabled={isWorking.value} onClick={() => void run(disconnect)}>
        {i18n.t('integration.disconnect')}
      </button>
    </>
  );
}
