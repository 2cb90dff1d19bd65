import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { Notice } from '@/ui/notice';
import { account, integrations, isAdmin, snapshot } from '../live/page-state';
import { SignedOut } from '../session/signed-out';
import { IntegrationCard } from './integration-card';

interface Props {
  /** The integration somebody was sent here for. */
  highlighted: string | null;
  isReconnecting: boolean;
}

/** The connected CRM accounts, each with its health. */
export function IntegrationsPage({ highlighted, isReconnecting }: Props) {
  return (
    <>
      <h2>{i18n.t('options.integrations')}</h2>
      {!account.value && <SignedOut />}
      {account.value && snapshot.value && integrations.value.length === 0 && (
        <Notice icon="plug" text={i18n.t('integration.none')} />
      )}
      {integrations.value.map((integration) => (
        <IntegrationCard
          key={integration.id}
          integration={integration}
          isHighlighted={integration.id === highlighted}
          isReconnecting={isReconnecting && integration.id === highlighted}
        />
      ))}
      {isAdmin.value && (
        <p>
          <a class="button" href="#connect">
            <Icon name="plug" /> {i18n.t('connect.title')}
          </a>
        </p>
      )}
    </>
  );
}
