import { SYNC_OBJECTS } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';
import { Confirm } from '@/ui/confirm';
import { lazily } from '@/ui/lazily';
import { Toasts } from '@/ui/toasts';
import { IntegrationsPage } from '../integrations/integrations-page';
import { integrations } from '../live/page-state';
import { ConnectionPage } from '../session/connection-page';
import { UnsavedDot } from '../unsaved/unsaved-dot';
import { detail, page, section, subject } from './address';

const MappingPage = lazily(() => import('../mapping/mapping-page').then((module) => module.MappingPage));
const TriggersPage = lazily(() => import('../triggers/triggers-page').then((module) => module.TriggersPage));
const NotificationsPage = lazily(() =>
  import('../notifications/notifications-page').then((module) => module.NotificationsPage),
);
const AlertsPage = lazily(() => import('../alerts/alerts-page').then((module) => module.AlertsPage));
const WebhooksPage = lazily(() => import('../webhooks/webhooks-page').then((module) => module.WebhooksPage));
const CrmPagesPage = lazily(() => import('../crm-pages/crm-pages-page').then((module) => module.CrmPagesPage));
const ApiKeysPage = lazily(() => import('../api-keys/api-keys-page').then((module) => module.ApiKeysPage));
const ConnectPage = lazily(() => import('../integrations/connect-page').then((module) => module.ConnectPage));

/** The options: one page at a time, each with an address that a message elsewhere can lead to. */
export function Options() {
  const needsAttention = integrations.value.some(({ status }) => status === 'needs_attention');
  const isAboutIntegrations = page.value === 'integrations' || page.value === 'connect';
  return (
    <div class="options">
      <nav class="sidebar" aria-label={i18n.t('options.title')}>
        <h1>
          <img src="/icons/32.png" width={20} height={20} alt="" /> {i18n.t('extension.name')}
        </h1>
        <ul>
          <li>
            <a href="#connection" aria-current={page.value === 'connection' ? 'page' : undefined}>
              {i18n.t('options.connection')}
            </a>
          </li>
          <li>
            <a href="#integrations" aria-current={isAboutIntegrations ? 'page' : undefined}>
              <span class="grow">{i18n.t('options.integrations')}</span>
              {needsAttention && (
                <span class="mark" role="img" aria-label={i18n.t('integrationStatus.needs_attention')}>
                  !
                </span>
              )}
            </a>
          </li>
          <li>
            <a href="#mapping" aria-current={page.value === 'mapping' ? 'page' : undefined}>
              <span class="grow">{i18n.t('mapping.title')}</span>
              <UnsavedDot on="mapping" />
            </a>
          </li>
          <li>
            <a href="#crm-pages" aria-current={page.value === 'crm-pages' ? 'page' : undefined}>
              {i18n.t('crmPages.title')}
            </a>
          </li>
          <li>
            <a href="#triggers" aria-current={page.value === 'triggers' ? 'page' : undefined}>
              <span class="grow">{i18n.t('automation.title')}</span>
              <UnsavedDot on="triggers" />
            </a>
          </li>
          <li>
            <a href="#notifications" aria-current={page.value === 'notifications' ? 'page' : undefined}>
              {i18n.t('notifications.title')}
            </a>
          </li>
          <li>
            <a href="#alerts" aria-current={page.value === 'alerts' ? 'page' : undefined}>
              {i18n.t('alerts.title')}
            </a>
          </li>
          <li>
            <a href="#webhooks" aria-current={page.value === 'webhooks' ? 'page' : undefined}>
              {i18n.t('webhooks.title')}
            </a>
          </li>
          <li>
            <a href="#api-keys" aria-current={page.value === 'api-keys' ? 'page' : undefined}>
              {i18n.t('apiKeys.title')}
            </a>
          </li>
          <li>
            <a href="/overview.html">{i18n.t('integration.overview')}</a>
          </li>
        </ul>
      </nav>
      <main class={`options-main ${page.value}`}>
        <Page />
      </main>
      <Toasts />
      <Confirm />
    </div>
  );
}

function Page() {
  switch (page.value) {
    case 'connection':
      return <ConnectionPage />;
    case 'integrations':
      return <IntegrationsPage highlighted={section.value} isReconnecting={detail.value === 'reconnect'} />;
    case 'connect':
      return <ConnectPage provider={section.value} />;
    case 'triggers':
      return <TriggersPage shown={section.value} />;
    case 'notifications':
      return <NotificationsPage />;
    case 'alerts':
      return <AlertsPage />;
    case 'webhooks':
      return <WebhooksPage />;
    case 'crm-pages':
      return <CrmPagesPage />;
    case 'api-keys':
      return <ApiKeysPage />;
    case 'mapping':
      return (
        <MappingPage
          integrationId={section.value}
          object={SYNC_OBJECTS.find((object) => object === detail.value) ?? 'company'}
          target={subject.value}
        />
      );
  }
}
