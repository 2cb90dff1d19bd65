import type { ComponentChildren } from 'preact';
import type { Sync } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { RelativeTime } from '@/ui/time';
import { columns, type Column } from './columns';

/** What the member wants to see of each entry. */
export function RowDetails({ sync, integrationName }: { sync: Sync; integrationName: string }) {
  const { kind, by } = sync.trigger;
  const said: Record<Column, ComponentChildren> = {
    // That it is a company goes without saying.
    object: sync.object !== 'company' && i18n.t(`object.${sync.object}`),
    integration: integrationName,
    sender: by ? i18n.t(`triggerBy.${kind}`, by) : i18n.t(`trigger.${kind}`),
    attempts: sync.attempts > 0 && i18n.t('columns.tried', sync.attempts, [formatNumber(sync.attempts)]),
    date: <RelativeTime at={sync.initiatedAt} />,
  };
  const parts = columns.value.filter((column) => said[column]);
  return (
    <>
      {parts.map((column, index) => (
        <span key={column}>
          {index > 0 && ' · '}
          {said[column]}
        </span>
      ))}
    </>
  );
}
