import * as v from 'valibot';
import { syncFilterEntries } from './sync.js';
import { selectionEntries } from './sync-bulk.js';

/** The columns of an exported file, in this order: the names of its first line. */
export const EXPORT_COLUMNS = [
  'id',
  'status',
  'reason',
  'company',
  'domain',
  'object',
  'integration',
  'trigger',
  'by',
  'attempts',
  'initiatedAt',
  'processedAt',
  'errorCode',
  'errorMessage',
  'errorHint',
  'errorField',
  'crmMessage',
  'crmId',
  'crmUrl',
  'crmAction',
  'skippedCode',
  'skippedField',
  'skippedDomain',
] as const;

/** Programs for tables read commas or semicolons, as the language they are set to wants it. */
const separator = v.optional(v.picklist(['comma', 'semicolon'], 'must be comma or semicolon'), 'comma');

/** `GET /v1/syncs/export`: the filters of the list. */
export const syncExportQuerySchema = v.strictObject({ ...syncFilterEntries, separator });
export type SyncExportQuery = v.InferOutput<typeof syncExportQuerySchema>;

/** `POST /v1/syncs/export`: by ids, or all that match a filter. `header: false` leaves the first line out. */
export const syncExportSchema = v.pipe(
  v.strictObject({ ...selectionEntries, separator, header: v.optional(v.boolean(), true) }),
  v.check((s) => (s.ids === undefined) !== (s.filter === undefined), 'give either ids or filter'),
);
export type SyncExport = v.InferInput<typeof syncExportSchema>;
export type ParsedSyncExport = v.InferOutput<typeof syncExportSchema>;
