import { useEffect } from 'preact/hooks';
import { MOST_WEBHOOKS } from '@integration-queue/shared/webhook-events';
import { i18n } from '#i18n';
import { Loaded } from '../errors/loaded';
import { account, isAdmin } from '../live/page-state';
import { SignedOut } from '../session/signed-out';
import { NewWebhook } from './new-webhook';
import { WebhookCard } from './webhook-card';
import { shownSecret, webhooks } from './webhook-list-state';
import './webhooks.css';

/** The addresses that are told of changes. */
export function WebhooksPage() {
  useEffect(() => {
    if (isAdmin.value) void webhooks.load();
    return () => (shownSecret.value = null);
  }, [account.value?.member.id]);
  if (!account.value) return <SignedOut />;
  return (
    <>
      <h2>{i18n.t('webhooks.title')}</h2>
      <p class="muted">{i18n.t('webhooks.hint')}</p>
      {isAdmin.value ? <Webhooks /> : <p>{i18n.t('webhooks.adminOnly')}</p>}
    </>
  );
}

function Webhooks() {
  return (
    <Loaded value={webhooks.list.value?.items} problem={webhooks.problem.value} retry={webhooks.load}>
      {(all) => (
        <>
          {all.length === 0 && <p>{i18n.t('webhooks.none')}</p>}
          {all.map((webhook) => (
            <WebhookCard key={webhook.id} webhook={webhook} />
          ))}
          {all.length < MOST_WEBHOOKS && <NewWebhook />}
        </>
      )}
    </Loaded>
  );
}
