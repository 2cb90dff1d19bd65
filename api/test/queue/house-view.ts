import type { ReceiptField } from '@integration-queue/shared/sync';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import type { FaultSettings } from '../../../e2e/practice-crm/faults.ts';
import type { LedgerPage } from '../../../e2e/practice-crm/ledger.ts';
import type { PracticeCrm } from '../../../e2e/practice-crm/server.ts';
import type { StoredRecord } from '../../../e2e/practice-crm/store.ts';
import { CHANGE_CHANNEL, type Change } from '../../src/events/notify.js';
import { TRANSITIONS } from '../../src/queue/states.js';

const PATHS: Record<SyncObject, string> = { company: 'companies', deal: 'deals', task: 'tasks' };

/** A sync's row, as the tests look at it. */
export interface SyncRow {
  id: string;
  status: string;
  reason: string | null;
  attempts: number;
  maybe_sent: boolean;
  cancel_requested: boolean;
  error_code: string | null;
  error_message: string | null;
  error_hint: string | null;
  crm_id: string | null;
  crm_action: string | null;
  claim: string | null;
  run_at: Date;
  record_key: string;
  company_id: string;
}

export interface IntegrationRow {
  status: string;
  error_code: string | null;
  error_hint: string | null;
  error_since: Date | null;
  blocked_reason: string | null;
  blocked_ms: number | null;
  failures: number;
  probing: boolean;
  lease_token: string | null;
}

/** What can be seen from outside of a queue under test: its rows, and what the CRM has and tells. */
export class HouseView {
  constructor(
    readonly database: DataSource,
    readonly crm: PracticeCrm,
    readonly databaseUrl: string,
  ) {}

  async sync(id: string): Promise<SyncRow> {
    const [row] = await this.database.query<SyncRow[]>('select * from sync where id = $1', [id]);
    return row!;
  }

  async integration(id: string): Promise<IntegrationRow> {
    const [row] = await this.database.query<IntegrationRow[]>(
      `select status, error_code, error_hint, error_since, blocked_reason, failures, probing, lease_token,
         (extract(epoch from blocked_until - now()) * 1000)::float8 as blocked_ms from integration where id = $1`,
      [id],
    );
    return row!;
  }

  /** How many syncs stand in each status. */
  async statuses(): Promise<Record<string, number>> {
    const rows = await this.database.query<{ status: string; n: number }[]>(
      'select status, count(*)::int as n from sync group by status',
    );
    return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
  }

  /** Outcomes of a sync's attempts, oldest first. */
  async outcomes(syncId: string): Promise<string[]> {
    const rows = await this.database.query<{ outcome: string }[]>(
      'select outcome from attempt where sync_id = $1 order by id',
      [syncId],
    );
    return rows.map(({ outcome }) => outcome);
  }

  async receipt(syncId: string): Promise<ReceiptField[]> {
    const rows = await this.database.query<{ fields: ReceiptField[] }[]>(
      'select fields from receipt where sync_id = $1',
      [syncId],
    );
    return rows[0]?.fields ?? [];
  }

  /** Changes of status seen since the house was opened or cleared that the queue's list does not know. */
  async unlistedChanges(): Promise<string[]> {
    const seen = await this.database.query<{ was: string; is: string }[]>(
      'select distinct was, is_now as "is" from status_change order by 1, 2',
    );
    return seen
      .filter(({ was, is }) => !TRANSITIONS.some(({ from, to }) => from === was && to === is))
      .map(({ was, is }) => `${was} to ${is}`);
  }

  /** Changes announced to the API's live events while `work` ran. */
  async listen(work: () => Promise<void>): Promise<Change[]> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    await client.connect();
    const changes: Change[] = [];
    client.on('notification', ({ payload = '' }) => changes.push(JSON.parse(payload) as Change));
    await client.query(`listen ${CHANGE_CHANNEL}`);
    await work();
    // What was announced before is delivered before the answer to this.
    await client.query('select 1');
    await client.end();
    return changes;
  }

  async faults(changes: Partial<FaultSettings>): Promise<void> {
    const answer = await fetch(`${this.crm.url}/api/faults`, { method: 'PUT', body: JSON.stringify(changes) });
    if (!answer.ok) throw new Error(await answer.text());
  }

  async ledger(limit = 0): Promise<LedgerPage> {
    return (await (await fetch(`${this.crm.url}/api/ledger?limit=${limit}`)).json()) as LedgerPage;
  }

  async records(object: SyncObject = 'company'): Promise<StoredRecord[]> {
    const answer = await fetch(`${this.crm.url}/api/${PATHS[object]}?limit=10000`);
    return ((await answer.json()) as { items: StoredRecord[] }).items;
  }

  /** Types a company into the CRM, as a person would. */
  async typeIn(properties: Record<string, string | number>): Promise<StoredRecord> {
    const answer = await fetch(`${this.crm.url}/api/companies`, {
      method: 'POST',
      body: JSON.stringify({ properties }),
    });
    return (await answer.json()) as StoredRecord;
  }
}

/** Keeps every change of a sync's status, for the check that each is one of the listed transitions. */
export const RECORD_CHANGES = `
create table status_change (sync_id uuid, was text, is_now text, at timestamptz default clock_timestamp());
create function record_status_change() returns trigger language plpgsql as $$
begin
  insert into status_change (sync_id, was, is_now)
  values (new.id, case when tg_op = 'UPDATE' then old.status else 'new' end, new.status);
  return null;
end $$;
create trigger record_new_status after insert on sync for each row execute function record_status_change();
create trigger record_status_change after update of status on sync
  for each row when (old.status is distinct from new.status) execute function record_status_change();
`;
