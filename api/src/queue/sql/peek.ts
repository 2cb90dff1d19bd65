import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { DataSource } from 'typeorm';
import { ELIGIBLE } from './eligible.js';

/** A row that will be claimed soon and whose CRM record is not known yet. */
export interface ComingLookup {
  recordKey: string;
  companyDomain: string | null;
}

/**
 * The next due rows that will have to be looked up, without taking them: one call of the CRM's search serves several
 * batches, so that look-ups do not halve the rate under a request limit. What is next in line is read first, and then
 * asked row by row, so that it costs the same however many wait.
 */
export async function peek(
  database: DataSource,
  integrationId: string,
  object: SyncObject,
  limit: number,
): Promise<ComingLookup[]> {
  return database.query<ComingLookup[]>(
    `with line as materialized (
       select id, integration_id, object, record_key, status, run_at, company_domain from sync
       where integration_id = $1 and status = 'pending' and run_at <= now() and object = $2
       order by run_at, id limit $3)
     select s.record_key as "recordKey", s.company_domain as "companyDomain"
     from line s
     where ${ELIGIBLE}
       and not exists (select 1 from crm_record r
         where r.integration_id = s.integration_id and r.object = s.object and r.record_key = s.record_key offset 0)
     order by s.run_at, s.id`,
    [integrationId, object, limit],
  );
}
