import type pg from 'pg';
import { tidy } from '../bench-house.ts';

/** Of how many entries one failed. */
export const ONE_FAILED_OF = 20;
/** Entries each company has. */
const PER_COMPANY = 10;
const SLICE = 100_000;

/** Puts that many finished entries into the house's database, one a second until now, as if they had gone through. */
export async function fillSyncs(database: pg.Pool, integrationId: string, count: number): Promise<void> {
  const companies = Math.ceil(count / PER_COMPANY);
  await database.query(
    `insert into company (id, workspace_id, name, domain)
     select md5('company' || n)::uuid, i.workspace_id, 'Company ' || n, 'company-' || n || '.example'
     from generate_series(0, $2::int - 1) n, integration i where i.id = $1`,
    [integrationId, companies],
  );
  for (let from = 1; from <= count; from += SLICE) {
    // Ids are UUIDv7: the milliseconds since 1970, then anything.
    await database.query(
      `insert into sync (id, workspace_id, integration_id, object, company_id, company_name, company_domain, record_key,
         source, trigger_kind, trigger_name, status, attempts, crm_id, crm_action, error_code, error_message, error_hint,
         initiated_at, updated_at, processed_at)
       select (lpad(to_hex((extract(epoch from t) * 1000)::bigint), 12, '0') || '7000' || '8' ||
           substr(md5(n::text), 1, 15))::uuid, i.workspace_id, i.id, 'company', md5('company' || n % $4)::uuid,
         'Company ' || n % $4, 'company-' || n % $4 || '.example', md5('company' || n % $4), '{}', 'api', null,
         case when n % $5 = 0 then 'error' else 'processed' end, 1,
         case when n % $5 <> 0 then n::text end, case when n % $5 <> 0 then 'created' end,
         case when n % $5 = 0 then 'invalid_value' end, case when n % $5 = 0 then 'The CRM refuses it' end,
         case when n % $5 = 0 then '' end, t, t, t
       from generate_series($2::int, $3::int) n, integration i, lateral (select now() - ($6 - n) * interval '1 second' as t) at
       where i.id = $1`,
      [integrationId, from, Math.min(count, from + SLICE - 1), companies, ONE_FAILED_OF, count],
    );
    process.stdout.write(`\r  ${Math.min(count, from + SLICE - 1).toLocaleString('en')} entries`);
  }
  process.stdout.write('\n');
  await tidy(database);
}
