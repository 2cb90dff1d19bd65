import { SYNC_STATUSES, type SyncStatus } from '@integration-queue/shared/vocabulary';
import type { StatusCounts } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { shortStatusLabel, StatusIcon, statusLabel } from './status';

interface Props {
  selected: SyncStatus | undefined;
  /** Null while nothing is known. */
  counts: StatusCounts | null;
  onSelect(status: SyncStatus | undefined): void;
  /** Whether there is room for the statuses' whole names. */
  whole?: boolean;
}

/** All, and the four statuses, each with how many entries there are. */
export function StatusFilter({ selected, counts, onSelect, whole = false }: Props) {
  const total = counts && SYNC_STATUSES.reduce((sum, status) => sum + counts[status], 0);
  const shown = (count: number | null | undefined) =>
    count === null || count === undefined ? '–' : formatNumber(count);
  return (
    <div class="status-filter segments" role="group" aria-label={i18n.t('filter.status')}>
      <button type="button" aria-pressed={selected === undefined} onClick={() => onSelect(undefined)}>
        <span class="label">{i18n.t('filter.all')}</span> <span class="count">{shown(total)}</span>
      </button>
      {SYNC_STATUSES.map((status) => (
        <button
          type="button"
          key={status}
          class={status}
          title={statusLabel(status)}
          aria-pressed={selected === status}
          onClick={() => onSelect(status)}
        >
          <span class="label">{(whole ? statusLabel : shortStatusLabel)(status)}</span>{' '}
          <span class="count">
            <StatusIcon status={status} size={14} />
            {shown(counts?.[status])}
          </span>
        </button>
      ))}
    </div>
  );
}
