import type { ComponentChildren } from 'preact';
import type { Sync } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { Icon } from '@/ui/icon';
import { IconButton } from '@/ui/icon-button';
import { RelativeTime } from '@/ui/time';
import { canDelete, canRetry, type SyncNamed } from './actions';
import type { DrawnRow } from './row-window';
import { SecondLine } from './second-line';
import { StatusIcon } from './status';

/** What can be done to an entry. */
export interface EntryActions {
  retry(sync: SyncNamed): Promise<unknown>;
  delete(sync: SyncNamed): Promise<unknown>;
}
export interface RowActions extends EntryActions {
  open(sync: Sync): void;
}

export type RowDetails = (sync: Sync, integrationName: string) => ComponentChildren;

interface Props {
  sync: Sync;
  integrationName: string;
  actions: RowActions;
  /** Whether Tab reaches this row: one row of the list at a time, the arrow keys reach the others. */
  isCurrent: boolean;
  /** Whether its entry is open beside the list. */
  isOpen: boolean;
  /** Deleted by somebody else meanwhile; stays so that the rows below do not move. */
  isGone: boolean;
  /** Where it is, in a list that is not drawn whole. */
  place?: DrawnRow['place'];
  details?: RowDetails | undefined;
  /** A checkbox in front, where rows can be selected. */
  children?: ComponentChildren;
}

/**
 * An entry in the list: its link opens it, here or, as the browser's own gestures ask for, in a tab of its own; the buttons
 * at the end act on it.
 */
export function SyncRow({
  sync,
  integrationName,
  actions,
  isCurrent,
  isOpen,
  isGone,
  place,
  details,
  children,
}: Props) {
  const tabIndex = isCurrent ? 0 : -1;
  const label = { company: sync.company.name };
  return (
    <li
      class={`row ${sync.status} ${sync.skipped ? 'skipped' : ''} ${isGone ? 'gone' : ''}`}
      data-id={sync.id}
      {...place}
    >
      {children}
      <a
        href={isGone ? undefined : `/overview.html?entry=${sync.id}`}
        class="row-main"
        data-row
        tabIndex={tabIndex}
        aria-current={isOpen || undefined}
        onClick={(event) => {
          if (isGone || event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          actions.open(sync);
        }}
      >
        <StatusIcon status={sync.status} />
        <span class="row-company" title={sync.company.name}>
          {sync.company.name}
        </span>
        <span class="row-meta">
          {details?.(sync, integrationName) ?? (
            <>
              {sync.object !== 'company' && `${i18n.t(`object.${sync.object}`)} · `}
              {integrationName} · <RelativeTime at={sync.initiatedAt} />
            </>
          )}
        </span>
        <span class="row-second">{isGone ? i18n.t('list.gone') : <SecondLine sync={sync} />}</span>
      </a>
      {!isGone && (
        <span class="row-actions">
          {!canRetry(sync) && !canDelete(sync) && <Icon name="chevron" />}
          {canRetry(sync) && (
            <IconButton
              icon="retry"
              label={i18n.t(sync.skipped ? 'row.sendAnyway' : 'row.retry', label)}
              tabIndex={tabIndex}
              onClick={() => void actions.retry(sync)}
            />
          )}
          {canDelete(sync) && (
            <IconButton
              icon="close"
              label={i18n.t('row.delete', label)}
              tabIndex={tabIndex}
              onClick={() => void actions.delete(sync)}
            />
          )}
        </span>
      )}
    </li>
  );
}
