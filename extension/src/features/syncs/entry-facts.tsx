import type { Sync, SyncDetail } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { absoluteTime } from '@/ui/time-text';
import { integrations } from '../live/page-state';
import { SecondLine } from './second-line';
import { StatusIcon } from './status';

/** Status, who, when and where of an entry, and the way to its record in the CRM. */
export function EntryFacts({ sync }: { sync: Sync | SyncDetail }) {
  const integration = integrations.value.find(({ id }) => id === sync.integrationId)?.name ?? sync.provider;
  const { kind, by } = sync.trigger;
  return (
    <>
      <p class={`entry-status ${sync.status} ${sync.skipped ? 'skipped' : ''}`}>
        <StatusIcon status={sync.status} />
        <span>
          <SecondLine sync={{ ...sync, error: null }} />
        </span>
        {sync.crm?.url && isWebAddress(sync.crm.url) && (
          <a class="button small" href={sync.crm.url} target="_blank" rel="noreferrer">
            {i18n.t('entry.openInCrm')} <Icon name="external" size={14} />
          </a>
        )}
      </p>
      <dl class="facts">
        <dt>{i18n.t('entry.object')}</dt>
        <dd>{i18n.t(`object.${sync.object}`)}</dd>
        {sync.company.domain && (
          <>
            <dt>{i18n.t('field.domain')}</dt>
            <dd>{sync.company.domain}</dd>
          </>
        )}
        <dt>{i18n.t('entry.integration')}</dt>
        <dd>{integration}</dd>
        <dt>{i18n.t('entry.initiated')}</dt>
        <dd>{absoluteTime(sync.initiatedAt)}</dd>
        <dt>{i18n.t('entry.by')}</dt>
        <dd>{by ? i18n.t(`triggerBy.${kind}`, { name: by.name }) : i18n.t(`trigger.${kind}`)}</dd>
        {sync.processedAt && (
          <>
            <dt>{i18n.t('entry.processed')}</dt>
            <dd>{absoluteTime(sync.processedAt)}</dd>
          </>
        )}
      </dl>
    </>
  );
}

/** The address comes from a CRM: anything but a web page must not become a link. */
const isWebAddress = (url: string) => /^https?:\/\//i.test(url);
