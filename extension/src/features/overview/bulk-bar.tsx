import { useEffect } from 'preact/hooks';
import type { SyncFilter } from '@integration-queue/shared';
import type { RetryChoice } from '@integration-queue/shared/retry';
import type { SyncCount } from '@integration-queue/shared/sync-figures';
import { i18n } from '#i18n';
import { formatNumber, language } from '@/ui/locale';
import { showToast } from '@/ui/toasts';
import { readText } from '@/platform/text-port';
import { EXPORT_PORT } from '../export/export-name';
import { ExportWork } from '../export/export-work';
import { saveCsv } from '../export/save-csv';
import { api } from '../session/remote-api';
import { BulkProgress } from '../syncs/bulk-progress';
import { BulkWork, type SeenWork } from '../syncs/bulk-work';
import { countsOf } from '../syncs/counts';
import { RetryChoices } from '../syncs/retry-choices';
import type { SyncList } from '../syncs/sync-list-state';
import { workInSlices } from '../syncs/work-in-slices';
import { countMatching, matchingCount } from './matching';
import { clearSelection, isAllMatching, isAnySelected, selectedIds, selectionsFor } from './selection';

const retrying = new BulkWork('retry', (slice, how) => api.retrySyncs({ ...slice, ...how }));
const sendingAnyway = new BulkWork('anyway', (slice) => api.retrySyncs({ ...slice, anyway: true }));
const deleting = new BulkWork('delete', (slice) => api.deleteSyncs(slice));
const exporting = new ExportWork((selection) => readText(EXPORT_PORT, selection));
const WORKS = [retrying, sendingAnyway, deleting, exporting];

/** What can be done to the selected entries at once. */
export function BulkBar({ list }: { list: SyncList }) {
  const filter = list.filter.value;
  const isShown = isAnySelected.value || WORKS.some(({ isRunning }) => isRunning);
  useEffect(() => {
    if (isShown) void countMatching(api, filter);
  }, [isShown, filter]);
  if (!isShown) return null;
  const matching = matchingCount(filter, countsOf(filter.integrationId));
  const isBusy = WORKS.some(({ isRunning }) => isRunning);
  const again = filter.skipped ? sendingAnyway : retrying;
  const act = async (work: BulkWork, how?: RetryChoice) => {
    forgetEnds();
    const run = await workInSlices(work, selectionsFor(filter), countFor(work.kind, matching), how);
    if (!run) return;
    // What was not reached stays selected, and how it ended is told beside it.
    if (run.state === 'done') clear();
    await list.refresh();
  };
  return (
    <div class="bulk-bar" role="region" aria-label={i18n.t('bulk.title')}>
      <span role="status">{selectedText(matching)}</span>
      {!isAllMatching.value && <SelectMatching matching={matching} />}
      <span class="grow" />
      {WORKS.map((work) => (
        <BulkProgress key={work.kind} work={work} />
      ))}
      <button type="button" class="button" disabled={isBusy} onClick={() => void act(again)}>
        {i18n.t(filter.skipped ? 'action.sendAnyway' : 'action.retry')}
      </button>
      <button type="button" class="button" disabled={isBusy} onClick={() => void act(deleting)}>
        {i18n.t('action.delete')}
      </button>
      <button type="button" class="button" disabled={isBusy} onClick={() => void exportSelected(filter, matching)}>
        {i18n.t('bulk.export')}
      </button>
      <button type="button" class="button quiet" disabled={isBusy} onClick={clear}>
        {i18n.t('bulk.clear')}
      </button>
      {again === retrying && (
        <RetryChoices mappingVersion="various" disabled={isBusy} onRetry={(choice) => act(retrying, choice)} />
      )}
    </div>
  );
}

async function exportSelected(filter: SyncFilter, matching: SyncCount | null): Promise<void> {
  forgetEnds();
  // Programs for tables in languages with a decimal comma read semicolons.
  const separator = language === 'en' ? 'comma' : 'semicolon';
  const pieces = await exporting.start(selectionsFor(filter), separator, countFor('export', matching));
  if (!pieces) return;
  const { done } = exporting.run.value!;
  saveCsv(pieces, `syncs-${new Date().toISOString().slice(0, 10)}.csv`);
  showToast(i18n.t('bulk.exported', done, [formatNumber(done)]));
  exporting.forget();
}

/** How many entries an action is about: of all that match only those it can be done to. Null where nobody knows. */
function countFor(kind: SeenWork['kind'], matching: SyncCount | null): number | null {
  if (!isAllMatching.value) return selectedIds.value.size;
  if (!matching?.isExact) return null;
  const { pending, processing, processed, error } = matching.counts;
  if (kind === 'retry') return error;
  if (kind === 'anyway') return processed;
  return pending + processing + error + (kind === 'export' ? processed : 0);
}

function selectedText(matching: SyncCount | null): string {
  const count = countFor('export', matching);
  return count === null ? i18n.t('bulk.allMatching') : i18n.t('bulk.selected', count, [formatNumber(count)]);
}

function forgetEnds(): void {
  for (const work of WORKS) work.forget();
}

function clear(): void {
  forgetEnds();
  clearSelection();
}

function SelectMatching({ matching }: { matching: SyncCount | null }) {
  const all = matching?.isExact ? Object.values(matching.counts).reduce((sum, count) => sum + count, 0) : null;
  return (
    <button type="button" class="link" onClick={() => (isAllMatching.value = true)}>
      {all === null ? i18n.t('bulk.selectMatching') : i18n.t('bulk.selectAll', all, [formatNumber(all)])}
    </button>
  );
}
