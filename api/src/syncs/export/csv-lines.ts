import type { Sync } from '@integration-queue/shared/sync';
import { EXPORT_COLUMNS, type ParsedSyncExport } from '@integration-queue/shared/sync-export';
import { stringify } from 'csv-stringify/sync';

type Separator = ParsedSyncExport['separator'];
type Cells = Record<(typeof EXPORT_COLUMNS)[number], string | number | null | undefined>;

const optionsOf = (separator: Separator) => ({
  delimiter: { comma: ',', semicolon: ';' }[separator],
  record_delimiter: 'windows' as const,
  // A cell that begins like a formula would be run by the program that opens the file, and CRMs and web pages fill cells.
  escape_formulas: true,
});

/** The first line: the names of the columns, after the mark that tells Excel that this is UTF-8. */
export function csvHeader(separator: Separator): string {
  return stringify([[...EXPORT_COLUMNS]], { ...optionsOf(separator), bom: true });
}

/** One line an entry, its cells in the order of the columns. `names` are those of integrations, by id. */
export function csvLines(syncs: Sync[], names: ReadonlyMap<string, string>, separator: Separator): string {
  const rows = syncs.map((sync) => cellsOf(sync, names.get(sync.integrationId) ?? sync.provider));
  return stringify(rows, { ...optionsOf(separator), columns: [...EXPORT_COLUMNS] });
}

function cellsOf(sync: Sync, integration: string): Cells {
  const { company, trigger, error, crm, skipped } = sync;
  return {
    id: sync.id,
    status: sync.status,
    reason: sync.reason?.code,
    company: company.name,
    domain: company.domain,
    object: sync.object,
    integration,
    trigger: trigger.kind,
    by: trigger.by?.name,
    attempts: sync.attempts,
    initiatedAt: sync.initiatedAt,
    processedAt: sync.processedAt,
    errorCode: error?.code,
    errorMessage: error?.message,
    errorHint: error?.hint,
    errorField: error?.field,
    crmMessage: error?.crmMessage,
    crmId: crm?.id,
    crmUrl: crm?.url,
    crmAction: crm?.action,
    skippedCode: skipped?.code,
    skippedField: skipped?.field,
    skippedDomain: skipped?.domain,
  };
}
