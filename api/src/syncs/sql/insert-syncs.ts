import type { SyncObject, TriggerKind } from '@integration-queue/shared/vocabulary';
import type { EntityManager } from 'typeorm';

/** A sync about to be accepted. */
export interface NewSync {
  id: string;
  integrationId: string;
  object: SyncObject;
  companyId: string;
  companyName: string;
  companyDomain: string | null;
  recordKey: string;
  /** Hex; null where this one must never be answered with an earlier one. */
  dedupeKey: string | null;
  source: unknown;
  triggerKind: TriggerKind;
  triggerBy: string | null;
  triggerName: string | null;
  holdSeconds: number;
  waitsFor: string | null;
}

/**
 * Takes the mark of sameness from waiting syncs of the same records that hold other content, or that a newer sync of the
 * record follows: content that went A, B, A must end as A.
 */
export async function outdateOlder(transaction: EntityManager, workspaceId: string, syncs: NewSync[]): Promise<void> {
  if (syncs.length === 0) return;
  await transaction.query(
    `update sync s set dedupe_key = null
     from json_to_recordset($2::json) as r(integration_id uuid, object text, record_key text, dedupe_key text)
     where s.workspace_id = $1 and s.integration_id = r.integration_id and s.object = r.object and s.record_key = r.record_key
       and s.status = 'pending' and s.dedupe_key is not null
       and (s.dedupe_key is distinct from decode(r.dedupe_key, 'hex') or exists (
         select 1 from sync n where n.integration_id = s.integration_id and n.object = s.object
           and n.record_key = s.record_key and n.status in ('pending', 'processing') and n.id > s.id))`,
    [
      workspaceId,
      JSON.stringify(
        syncs.map(({ integrationId, object, recordKey, dedupeKey }) => ({
          integration_id: integrationId,
          object,
          record_key: recordKey,
          dedupe_key: dedupeKey,
        })),
      ),
    ],
  );
}

/**
 * Accepts syncs, in order. Answers the ids that were accepted: the others wait already with the same content. `json` is
 * read as it comes: 1,000 syncs as one `jsonb` take Postgres twice the time, since it is built in whole and taken apart.
 */
export async function insertSyncs(
  transaction: EntityManager,
  workspaceId: string,
  syncs: NewSync[],
): Promise<Set<string>> {
  if (syncs.length === 0) return new Set();
  const rows = await transaction.query<{ id: string }[]>(
    `insert into sync (id, workspace_id, integration_id, object, company_id, company_name, company_domain, record_key,
       dedupe_key, source, trigger_kind, trigger_by, trigger_name, waits_for, reason, run_at)
     select r.id, $1, r.integration_id, r.object, r.company_id, r.company_name, r.company_domain, r.record_key,
       decode(r.dedupe_key, 'hex'), r.source, r.trigger_kind, r.trigger_by, r.trigger_name, r.waits_for,
       case when r.waits_for is not null then 'waits_for_company' when r.hold > 0 then 'held' end,
       case when r.waits_for is not null then 'infinity'::timestamptz else now() + make_interval(secs => r.hold) end
     from json_to_recordset($2::json) as r(id uuid, integration_id uuid, object text, company_id uuid,
       company_name text, company_domain text, record_key text, dedupe_key text, source jsonb, trigger_kind text,
       trigger_by uuid, trigger_name text, waits_for uuid, hold float8)
     order by r.id
     on conflict (integration_id, dedupe_key) where dedupe_key is not null do nothing
     returning id`,
    [workspaceId, JSON.stringify(syncs.map(asRow))],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The waiting syncs that hold the same content already, by `integration:dedupe key`. */
export async function findSame(
  transaction: EntityManager,
  workspaceId: string,
  syncs: NewSync[],
): Promise<Map<string, string>> {
  const rows = await transaction.query<{ key: string; id: string }[]>(
    `select s.integration_id || ':' || encode(s.dedupe_key, 'hex') as key, s.id
     from unnest($2::uuid[], $3::text[]) as r(integration_id, dedupe_key)
     join sync s on s.integration_id = r.integration_id and s.dedupe_key = decode(r.dedupe_key, 'hex')
     where s.workspace_id = $1`,
    [workspaceId, syncs.map((sync) => sync.integrationId), syncs.map((sync) => sync.dedupeKey)],
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

function asRow(sync: NewSync): Record<string, unknown> {
  return {
    id: sync.id,
    integration_id: sync.integrationId,
    object: sync.object,
    company_id: sync.companyId,
    company_name: sync.companyName,
    company_domain: sync.companyDomain,
    record_key: sync.recordKey,
    dedupe_key: sync.dedupeKey,
    source: sync.source,
    trigger_kind: sync.triggerKind,
    trigger_by: sync.triggerBy,
    trigger_name: sync.triggerName,
    waits_for: sync.waitsFor,
    hold: sync.holdSeconds,
  };
}
