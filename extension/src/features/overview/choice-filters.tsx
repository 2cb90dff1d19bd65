import type { SyncFilter } from '@integration-queue/shared';
import type { Sync } from '@integration-queue/shared/sync';
import { SYNC_OBJECTS } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';
import { Choice } from './choice';
import { PeriodFilter } from './period-filter';
import { SenderFilter } from './sender-filter';

interface Props {
  filter: SyncFilter;
  rows: Sync[];
  show(filter: SyncFilter): void;
}

/** Which objects are shown, whose sends, when they were initiated; of the processed ones only those that were not sent. */
export function ChoiceFilters({ filter, rows, show }: Props) {
  return (
    <>
      <Choice
        label={i18n.t('entry.object')}
        all={i18n.t('filter.allObjects')}
        value={filter.object}
        options={SYNC_OBJECTS.map((object) => [object, i18n.t(`object.${object}`)])}
        onChoose={(object) => show({ ...filter, object })}
      />
      <SenderFilter filter={filter} rows={rows} show={show} />
      <PeriodFilter filter={filter} show={show} />
      {(filter.status === 'processed' || filter.skipped) && (
        <label class="filter-check">
          <input
            type="checkbox"
            checked={!!filter.skipped}
            onChange={({ currentTarget }) => show({ ...filter, skipped: currentTarget.checked || undefined })}
          />
          {i18n.t('filter.skipped')}
        </label>
      )}
    </>
  );
}
