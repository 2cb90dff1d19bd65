import type { Company } from '@integration-queue/shared/company';
import type { DealInput } from '@integration-queue/shared/deal';
import type { TaskInput } from '@integration-queue/shared/task';
import type { SyncObject, TriggerKind } from '@integration-queue/shared/vocabulary';
import type { DataSource } from 'typeorm';
import { CHANGE_CHANNEL } from '../../events/notify.js';
import { ATTEMPTS_TO_ISOLATE } from '../backoff.js';
import { ELIGIBLE } from './eligible.js';
import { runPrepared } from './prepared.js';

/** A sync taken for sending. */
export interface ClaimedSync {
  id: string;
  object: SyncObject;
  recordKey: string;
  companyDomain: string | null;
  source: { company: Company; deal?: DealInput; task?: TaskInput };
  attempts: number;
  maybeSent: boolean;
  cancelRequested: boolean;
  /** Seconds since this row last changed: whether the CRM's search can be believed. */
  ageSeconds: number;
  /** The CRM record this one is linked to already. */
  crmId: string | null;
  /** The CRM record an attempt whose outcome is unknown was about to update; null where it was to create one. */
  targetId: string | null;
  /**
   * The record may be there although it is not linked: an earlier sync of it ended without anybody knowing whether it
   * arrived, or another integration with this CRM, perhaps an earlier connection of the same account, has it.
   */
  recordUnknown: boolean;
  /** A person chose a record of its own where several have the company's domain. */
  createNew: boolean;
  /** The version of the mapping it is sent with; null for the one in force. */
  pinnedMapping: number | null;
  /** The CRM record of its company, for deals and tasks. */
  companyCrmId: string | null;
  /** Where that is not there yet: an unfinished sync of the company. */
  companySyncId: string | null;
  /** Who wants it sent, and whether a person said that nothing may leave it out. */
  triggerKind: TriggerKind;
  sendAnyway: boolean;
  /** Digest of what was last written to the linked record; null where that is not certain. */
  written: string | null;
}

/**
 * Takes up to `limit` due rows of one object, the object whose row is due longest. `materialized` keeps the planner from
 * running the limited part more than once, which would take more rows than asked for. `skip locked` passes over rows a
 * person is deleting at this moment: exactly one of the two wins. A row that failed often goes alone, so that one that
 * brings its worker or the CRM down takes no innocent ones with it. `offset 0` has each row's questions asked by its key:
 * else the planner may read every CRM record there is, once a claim, to answer them for all rows together (29,000
 * records: 320 ms a claim). Measured on 2 cores with batches of 100 and ten claimers: 54,000 rows a second, against 4,000
 * one by one.
 */
export async function claim(
  database: DataSource,
  integrationId: string,
  { token, limit, leaseMs }: { token: string; limit: number; leaseMs: number },
): Promise<ClaimedSync[]> {
  return runPrepared(database, CLAIM, [integrationId, limit, token, leaseMs]);
}

const CLAIM = {
  name: 'claim',
  text: `
with head as materialized (
  select s.id, s.object, s.attempts >= ${ATTEMPTS_TO_ISOLATE} as alone from sync s
  where ${ELIGIBLE} and exists (
    select 1 from integration i where i.id = $1 and i.lease_token = $3 and i.lease_until > now() and i.status <> 'paused')
  order by s.run_at, s.id limit 1),
due as materialized (
  select s.id from sync s, head
  where s.object = head.object and ${ELIGIBLE}
    and case when head.alone then s.id = head.id else s.attempts < ${ATTEMPTS_TO_ISOLATE} end
  order by s.run_at, s.id limit $2 for update of s skip locked),
claimed as (
  update sync s set status = 'processing', claim = $3, lease_until = now() + $4::float8 * interval '1 ms',
    dedupe_key = null, reason = null, updated_at = now()
  from due where s.id = due.id
  returning s.*, extract(epoch from now() - (select o.updated_at from sync o where o.id = s.id)) as age),
told as materialized (
  select pg_notify('${CHANGE_CHANNEL}', jsonb_build_object(
    'workspaceId', (select workspace_id from claimed limit 1), 'integrationId', $1::uuid,
    'syncIds', (select jsonb_agg(id) from (select id from claimed limit 100) first),
    'refetch', (select count(*) > 100 from claimed), 'integration', false)::text)
  where exists (select 1 from claimed))
select c.id, c.object, c.record_key as "recordKey", c.company_domain as "companyDomain", c.source, c.attempts,
  c.maybe_sent as "maybeSent", c.cancel_requested as "cancelRequested", c.age::float8 as "ageSeconds",
  r.crm_id as "crmId", c.target_id as "targetId", c.create_new as "createNew",
  c.pinned_mapping as "pinnedMapping", company.crm_id as "companyCrmId",
  c.trigger_kind as "triggerKind", c.send_anyway as "sendAnyway", r.written,
  r.crm_id is null and (
    exists (select 1 from sync u
      where u.integration_id = c.integration_id and u.object = c.object and u.record_key = c.record_key
        and u.maybe_sent and u.status in ('error', 'deleted') offset 0)
    or exists (select 1 from crm_record e join integration other on other.id = e.integration_id
      where e.workspace_id = c.workspace_id and e.record_key = c.record_key and e.object = c.object
        and other.provider = i.provider offset 0)) as "recordUnknown",
  case when c.object <> 'company' and company.crm_id is null then (
    select k.id from sync k
    where k.integration_id = c.integration_id and k.object = 'company' and k.record_key = c.company_id::text
      and k.status in ('pending', 'processing') order by k.id limit 1) end as "companySyncId"
from claimed c
join integration i on i.id = c.integration_id
left join told on true
left join lateral (select l.crm_id, l.written from crm_record l
  where l.integration_id = c.integration_id and l.object = c.object and l.record_key = c.record_key offset 0) r on true
left join lateral (select cr.crm_id from crm_record cr
  where c.object <> 'company' and cr.integration_id = c.integration_id and cr.object = 'company'
    and cr.record_key = c.company_id::text offset 0) company on true
order by c.run_at, c.id`,
};
