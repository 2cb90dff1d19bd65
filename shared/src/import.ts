import * as v from 'valibot';
import { id, text, time } from './fields.js';

/**
 * `POST /v1/companies/import` query. `mapping` is JSON `{ "our field": "column name" }` (for NDJSON: key name); without it
 * the columns are guessed from their names. `integrationId` also sends each imported company there.
 */
export const importQuerySchema = v.strictObject({
  mapping: v.optional(
    v.pipe(
      v.string(),
      v.rawTransform<string, unknown>(({ dataset, addIssue, NEVER }) => {
        try {
          return JSON.parse(dataset.value) as unknown;
        } catch {
          addIssue({ message: 'must be JSON like {"name":"company_name"}' });
          return NEVER;
        }
      }),
      v.record(v.string(), text(500)),
    ),
  ),
  integrationId: v.optional(id),
});
export type ImportQuery = v.InferOutput<typeof importQuerySchema>;

/**
 * A line that was not taken over, and why. `otherLine` is the line of the same import that holds the domain. `broken_off` is
 * no line's fault: it names the last one that was looked at, and goes when the import goes on.
 */
export const importErrorSchema = v.object({
  line: v.number(),
  code: v.picklist(['invalid_line', 'invalid_value', 'duplicate_in_import', 'domain_taken', 'broken_off']),
  message: v.string(),
  otherLine: v.optional(v.number()),
});
export type ImportError = v.InferOutput<typeof importErrorSchema>;

export const IMPORT_STATUSES = ['running', 'done', 'cancelled', 'failed', 'interrupted'] as const;

/**
 * An import and what became of it. `failed`: the upload broke off, stopped for two minutes, or could not be read on; `interrupted`: the process that
 * worked on it died. Both go on where they stood when the file is sent again with the same `Idempotency-Key`. `errors` names the first 1,000 lines; `failed` counts all, and
 * `GET /v1/companies/imports/{id}/errors` tells all. Both can be read for 90 days.
 */
export const importSchema = v.object({
  id,
  status: v.picklist(IMPORT_STATUSES),
  lines: v.number(),
  created: v.number(),
  updated: v.number(),
  unchanged: v.number(),
  failed: v.number(),
  sent: v.number(),
  mapping: v.record(v.string(), v.string()),
  errors: v.array(importErrorSchema),
  startedAt: time,
  finishedAt: v.nullable(time),
});
export type Import = v.InferOutput<typeof importSchema>;
/** `GET /v1/companies/imports`: the newest 50, without their errors. */
export const importListSchema = v.object({ items: v.array(importSchema), nextCursor: v.null() });
export type ImportList = v.InferOutput<typeof importListSchema>;
