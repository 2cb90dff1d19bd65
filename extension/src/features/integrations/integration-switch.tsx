import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { integrations } from '../live/page-state';

interface Props {
  selected: string | undefined;
  onSelect(integrationId: string | undefined): void;
}

/** Whose entries are shown: those of all integrations, or of one. */
export function IntegrationSwitch({ selected, onSelect }: Props) {
  if (integrations.value.length === 0) return null;
  const status = integrations.value.find(({ id }) => id === selected)?.status;
  return (
    <label class="integration-switch">
      {status && <span class={`dot ${status}`} aria-hidden="true" />}
      <select
        aria-label={i18n.t('filter.integration')}
        value={selected ?? ''}
        onChange={({ currentTarget }) => onSelect(currentTarget.value || undefined)}
      >
        <option value="">{i18n.t('filter.allIntegrations')}</option>
        {integrations.value.map(({ id, name, status: own }) => (
          <option key={id} value={id}>
            {own === 'active' ? name : `${name} (${i18n.t(`integrationStatus.${own}`)})`}
          </option>
        ))}
      </select>
      <Icon name="down" size={12} />
    </label>
  );
}
