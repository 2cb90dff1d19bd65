import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { IntegrationSwitch } from '../integrations/integration-switch';

interface Props {
  integrationId: string | undefined;
  onSelect(integrationId: string | undefined): void;
}

/** The name, whose entries are shown, and the ways to the full page and the options. */
export function PopupHeader({ integrationId, onSelect }: Props) {
  const query = integrationId ? `?integrationId=${integrationId}` : '';
  return (
    <header class="popup-header">
      <img src="/icons/32.png" width={20} height={20} alt="" />
      <h1>{i18n.t('extension.name')}</h1>
      <IntegrationSwitch selected={integrationId} onSelect={onSelect} />
      <a
        class="icon-button"
        href={`/overview.html${query}`}
        target="_blank"
        title={i18n.t('popup.fullPage')}
        aria-label={i18n.t('popup.fullPage')}
      >
        <Icon name="expand" />
      </a>
      <a
        class="icon-button"
        href="/options.html"
        target="_blank"
        title={i18n.t('options.title')}
        aria-label={i18n.t('options.title')}
      >
        <Icon name="gear" />
      </a>
    </header>
  );
}
