import * as access from '@integration-queue/shared/access';
import * as alert from '@integration-queue/shared/alert';
import * as company from '@integration-queue/shared/company';
import * as deal from '@integration-queue/shared/deal';
import * as imports from '@integration-queue/shared/import';
import * as integration from '@integration-queue/shared/integration';
import * as issue from '@integration-queue/shared/issue';
import * as mapping from '@integration-queue/shared/mapping';
import * as match from '@integration-queue/shared/match';
import * as preview from '@integration-queue/shared/preview';
import * as problem from '@integration-queue/shared/problem';
import * as retry from '@integration-queue/shared/retry';
import * as rules from '@integration-queue/shared/rules';
import * as sendFields from '@integration-queue/shared/send-fields';
import * as sync from '@integration-queue/shared/sync';
import * as bulk from '@integration-queue/shared/sync-bulk';
import * as syncExport from '@integration-queue/shared/sync-export';
import * as figures from '@integration-queue/shared/sync-figures';
import * as stream from '@integration-queue/shared/sync-stream';
import * as task from '@integration-queue/shared/task';
import * as trigger from '@integration-queue/shared/trigger';
import * as visit from '@integration-queue/shared/visit';
import * as webhook from '@integration-queue/shared/webhook';
import * as webhookMessage from '@integration-queue/shared/webhook-message';
import * as v from 'valibot';

const CONTRACT = { ...access, ...company, ...deal, ...imports, ...integration, ...issue, ...mapping, ...match };
const ALL: Record<string, unknown> = {
  ...CONTRACT,
  ...preview,
  ...problem,
  ...retry,
  ...rules,
  ...sendFields,
  ...sync,
  ...bulk,
  ...syncExport,
  ...figures,
  ...stream,
  ...task,
  ...trigger,
  ...visit,
  ...webhook,
  ...webhookMessage,
  ...alert,
};

/** Batches, whose items are checked one by one so that a bad one never loses the others, described with their items. */
const WITH_ITEMS = new Map<unknown, v.GenericSchema>([
  [sync.syncBatchSchema, batchOf(sync.syncInputSchema, sync.BATCH_LIMIT)],
  [visit.visitBatchSchema, batchOf(visit.visitInputSchema, visit.VISIT_BATCH_LIMIT)],
]);

function batchOf(item: v.GenericSchema, most: number): v.GenericSchema {
  return v.strictObject({ items: v.pipe(v.array(item), v.minLength(1), v.maxLength(most)) });
}

/** The schema to describe in the place of one that checks. */
export function asDescribed(schema: v.GenericSchema): v.GenericSchema {
  return WITH_ITEMS.get(schema) ?? schema;
}

/**
 * The contract's schemas by the names they have in the OpenAPI document: `companyInputSchema` is `CompanyInput` there. Those
 * of queries have none, since each of their keys is a parameter of its own.
 */
export const NAMED_SCHEMAS: Record<string, v.GenericSchema> = Object.fromEntries(
  Object.entries(ALL)
    .filter(([name]) => name.endsWith('Schema') && !name.endsWith('QuerySchema'))
    .map(([name, schema]) => [
      name.charAt(0).toUpperCase() + name.slice(1, -'Schema'.length),
      asDescribed(schema as v.GenericSchema),
    ]),
);

/** The name of one of the contract's schemas in the document. Throws where it has none. */
export function nameOf(schema: v.GenericSchema): string {
  const found = Object.entries(NAMED_SCHEMAS).find(([, named]) => named === schema);
  if (!found) throw new Error('Only schemas of the contract have a name');
  return found[0];
}
