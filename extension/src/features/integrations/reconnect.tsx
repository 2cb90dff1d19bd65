import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Integration } from '@integration-queue/shared/integration';
import { i18n } from '#i18n';
import { openTab } from '@/platform/tabs';
import { showToast } from '@/ui/toasts';
import { reportProblem } from '../syncs/actions';
import { api } from '../session/remote-api';
import { PracticeNotice } from './practice-notice';
import { loadProviders, providers } from './providers';
import { SettingsForm } from './settings-form';

/** New access to an account that is connected already: by the vendor's page, or with another token. */
export function Reconnect({ integration: { id, name, provider } }: { integration: Integration }) {
  const isUnderWay = useSignal(false);
  useEffect(() => {
    void loadProviders().then((problem) => problem && reportProblem(problem));
  }, []);
  const info = providers.value?.find((one) => one.provider === provider);
  if (!info) return null;
  const crm = i18n.t(`provider.${provider}`);
  const startOAuth = async () => {
    const answer = await api.restartOAuth(id);
    if (!answer.ok) return reportProblem(answer.problem);
    isUnderWay.value = true;
    await openTab(answer.value.url);
  };
  return (
    <section class="reconnect" aria-label={i18n.t('connect.reconnectTitle', { integration: name })}>
      <h4>{i18n.t('connect.reconnectTitle', { integration: name })}</h4>
      {info.oauth && (
        <>
          <PracticeNotice crm={crm} address={info.oauthStandIn} />
          <p class="muted" role="status">
            {isUnderWay.value ? i18n.t('connect.oauthWaiting') : i18n.t('connect.oauthHint', { crm })}
          </p>
          <button type="button" class="button primary" onClick={() => void startOAuth()}>
            {i18n.t('connect.oauth', { crm })}
          </button>
        </>
      )}
      <SettingsForm
        fields={info.settings}
        isNew={false}
        submit={i18n.t('integration.reconnect')}
        onSubmit={async ({ settings, ...access }) => {
          const answer = await api.changeIntegration(id, {
            ...access,
            ...(Object.keys(settings).length > 0 && { settings }),
          });
          if (!answer.ok) return answer.problem;
          showToast(i18n.t('connect.reconnected', { integration: name }));
          location.hash = `#integrations/${id}`;
          return null;
        }}
      />
    </section>
  );
}
