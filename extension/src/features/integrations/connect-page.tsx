import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ProviderInfo } from '@integration-queue/shared/integration';
import { i18n } from '#i18n';
import { openTab } from '@/platform/tabs';
import { Notice } from '@/ui/notice';
import { showToast } from '@/ui/toasts';
import { explainProblem } from '../errors/error-text';
import { account, integrations, isAdmin } from '../live/page-state';
import type { ShownProblem } from '../protocol';
import { api } from '../session/remote-api';
import { SignedOut } from '../session/signed-out';
import { PracticeNotice } from './practice-notice';
import { loadProviders, providers } from './providers';
import { SettingsForm } from './settings-form';

/** Connecting a CRM account: which CRM, then what it needs. */
export function ConnectPage({ provider }: { provider: string | null }) {
  const problem = useSignal<ShownProblem | null>(null);
  const load = async () => (problem.value = await loadProviders());
  useEffect(() => void load(), []);
  if (!account.value) return <SignedOut />;
  if (!isAdmin.value) return <Notice icon="plug" text={i18n.t('list.noIntegrationMember')} />;
  if (problem.value)
    return (
      <Notice icon="warning" text={explainProblem(problem.value)}>
        <button type="button" class="button" onClick={() => void load()}>
          {i18n.t('action.tryAgain')}
        </button>
      </Notice>
    );
  const chosen = providers.value?.find((one) => one.provider === provider);
  return (
    <>
      <h2>{i18n.t('connect.title')}</h2>
      {chosen ? <ConnectForm key={chosen.provider} provider={chosen} /> : <ProviderChoice />}
    </>
  );
}

function ProviderChoice() {
  return (
    <>
      <p class="muted">{i18n.t('connect.hint')}</p>
      <ul class="choices">
        {providers.value?.map(({ provider }) => (
          <li key={provider}>
            <a class="card" href={`#connect/${provider}`}>
              <strong>{i18n.t(`provider.${provider}`)}</strong>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function ConnectForm({ provider: { provider, oauth, oauthStandIn, settings } }: { provider: ProviderInfo }) {
  const crm = i18n.t(`provider.${provider}`);
  const name = useSignal(oauthStandIn === null ? crm : i18n.t('connect.practiceName', { crm }));
  const form = (
    <SettingsForm
      fields={settings}
      isNew
      submit={i18n.t('connect.submit')}
      onSubmit={async (filled) => {
        const answer = await api.connectIntegration({ provider, name: name.value, ...filled });
        if (!answer.ok) return answer.problem;
        arrive(answer.value.id, answer.value.name);
        return null;
      }}
    />
  );
  return (
    <section class="card connect">
      <h3>{crm}</h3>
      <label class="field">
        <span>{i18n.t('connect.name')}</span>
        <input
          required
          maxLength={200}
          value={name}
          onInput={({ currentTarget }) => (name.value = currentTarget.value)}
        />
      </label>
      {oauth ? (
        <>
          <PracticeNotice crm={crm} address={oauthStandIn} />
          <OAuthStep crm={crm} begin={() => api.startOAuth({ provider, name: name.value.trim() || crm })} />
          <details>
            <summary>{i18n.t('connect.byToken')}</summary>
            {form}
          </details>
        </>
      ) : (
        form
      )}
    </section>
  );
}

interface OAuthProps {
  crm: string;
  begin(): ReturnType<typeof api.startOAuth>;
}

/** The way over the vendor's own page, in a tab of its own; how it ended is seen by the integration that appears. */
function OAuthStep({ crm, begin }: OAuthProps) {
  const isUnderWay = useSignal(false);
  const problem = useSignal<ShownProblem | null>(null);
  const known = useRef(new Set(integrations.peek().map(({ id }) => id)));
  const added = integrations.value.find(({ id }) => !known.current.has(id));
  useEffect(() => {
    if (added && isUnderWay.value) arrive(added.id, added.name);
  }, [added?.id]);
  const start = async () => {
    const answer = await begin();
    problem.value = answer.ok ? null : answer.problem;
    isUnderWay.value = answer.ok;
    if (answer.ok) await openTab(answer.value.url);
  };
  return (
    <>
      <p class="muted" role="status">
        {isUnderWay.value ? i18n.t('connect.oauthWaiting') : i18n.t('connect.oauthHint', { crm })}
      </p>
      {problem.value && <p class="error-text">{explainProblem(problem.value)}</p>}
      <button type="button" class="button primary" onClick={() => void start()}>
        {i18n.t('connect.oauth', { crm })}
      </button>
    </>
  );
}

function arrive(integrationId: string, integration: string): void {
  showToast(i18n.t('connect.connected', { integration }));
  location.hash = `#integrations/${integrationId}`;
}
