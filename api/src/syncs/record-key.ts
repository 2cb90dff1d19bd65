import type { Company } from '@integration-queue/shared/company';
import type { DealInput } from '@integration-queue/shared/deal';
import type { TaskInput } from '@integration-queue/shared/task';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { createHash } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import { canonical } from '../ops/canonical.js';

/**
 * Our key of the record in the CRM. A company's is its id; a deal's or task's comes from its `externalId`, so that a later
 * sync of the same one is an update, and is the sync's own id where it has none.
 */
export function recordKey(
  workspaceId: string,
  {
    id,
    object,
    company,
    deal,
    task,
  }: {
    id: string;
    object: SyncObject;
    company: Pick<Company, 'id'>;
    deal?: DealInput | undefined;
    task?: TaskInput | undefined;
  },
): string {
  if (object === 'company') return company.id;
  const externalId = (object === 'deal' ? deal : task)?.externalId;
  return externalId === undefined ? id : uuidv5(`${object}:${externalId}`, workspaceId);
}

/** The same for two syncs that would write the same values to the same record. Hex. */
export function dedupeKey(
  object: SyncObject,
  key: string,
  source: { company: Company; deal?: DealInput; task?: TaskInput },
): string {
  const { createdAt: _created, updatedAt: _updated, ...company } = source.company;
  return createHash('sha256')
    .update(canonical([object, key, { ...source, company }]))
    .digest('hex');
}
