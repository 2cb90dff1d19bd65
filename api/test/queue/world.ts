import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { noFaults } from '../../../e2e/practice-crm/faults.ts';
import type { StoredRecord } from '../../../e2e/practice-crm/store.ts';
import type { House, StoppedTick } from './house.js';

/** A sync as the model remembers it. Its name is in its content and in no other's. */
export interface AcceptedSync {
  id: string;
  object: SyncObject;
  name: string;
  /** The CRM refuses it whatever happens. */
  bad: boolean;
}

/** All a history of commands acts on. */
export interface World {
  house: House;
  integrations: string[];
  syncs: AcceptedSync[];
  /** Companies by their number: in which integration, and the sync they were sent with first. */
  companies: Map<number, { integrationId: string; companyId: string; firstSync: string }>;
  /** Ticks that stand still in the middle. */
  stopped: StoppedTick[];
  /** The clock goes on by more than a lease. */
  freeze(): void;
}

interface EndedRow {
  id: string;
  status: string;
  record_key: string;
  error_code: string | null;
  maybe_sent: boolean;
  company_status: string | null;
}

/** Ends a history: everybody goes on, every fault is over. Then what was promised must hold, counted in the CRM. */
export async function expectPromiseKept(world: World): Promise<void> {
  const { house, integrations, syncs } = world;
  for (const stopped of world.stopped.splice(0)) await stopped.resume();
  await house.faults(noFaults());
  for (const id of integrations) await house.resume(id);
  await house.expireLeases();
  await house.drain();
  const failed = await house.database.query<{ id: string }[]>(`select id from sync where status = 'error'`);
  await house.retry(...failed.map(({ id }) => id));
  await house.drain();

  const rows = await house.database.query<EndedRow[]>(
    `select s.id, s.status, s.record_key, s.error_code, s.maybe_sent, c.status as company_status
     from sync s left join sync c on c.id = s.waits_for order by s.processed_at nulls first, s.id`,
  );
  const ended = new Map(rows.map((row) => [row.id, row]));
  const problems: string[] = [];
  for (const sync of syncs) {
    const row = ended.get(sync.id);
    if (!row) problems.push(`${sync.name} is gone`);
    else if (!hasEnded(sync, row)) problems.push(`${sync.name} ends as ${row.status} (${row.error_code})`);
  }
  for (const object of ['company', 'deal', 'task'] as const) {
    problems.push(...compare(object, await house.records(object), syncs, rows));
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function hasEnded(sync: AcceptedSync, { status, error_code: code, company_status: company }: EndedRow): boolean {
  if (status === 'processed') return !sync.bad;
  if (status === 'error') return sync.bad || (sync.object !== 'company' && code === 'company_failed');
  // A deal waits on where its company was refused: people retry the company.
  return status === 'deleted' || (status === 'pending' && company === 'error');
}

/** Each processed sync is one write of its record, and the last one is what the record holds. */
function compare(object: SyncObject, records: StoredRecord[], syncs: AcceptedSync[], rows: EndedRow[]): string[] {
  const names = new Map(syncs.filter((sync) => sync.object === object).map((sync) => [sync.id, sync.name]));
  const byRecord = Map.groupBy(
    rows.filter(({ id }) => names.has(id)),
    (row) => row.record_key,
  );
  const problems: string[] = [];
  for (const [key, all] of byRecord) {
    const found = records.filter((record) => record.key === key);
    const processed = all.filter(({ status }) => status === 'processed');
    // Deleted out of an error that nobody knows the outcome of: it may have been sent before.
    const perhaps = all.filter((row) => row.status === 'deleted' && row.maybe_sent);
    const writes = found.reduce((sum, record) => sum + record.writes, 0);
    const last = names.get(processed.at(-1)?.id ?? '');
    const held = found[0]?.properties[object === 'deal' ? 'title' : object === 'task' ? 'subject' : 'name'];
    const said = `${object} ${all.map(({ id, status }) => `${names.get(id)} ${status}`).join(', ')}: ${writes} writes`;
    if (found.length > 1) problems.push(`${said} in ${found.length} records`);
    if (writes < processed.length) problems.push(`lost: ${said}`);
    if (writes > processed.length + perhaps.length) problems.push(`twice, or sent after it was deleted: ${said}`);
    if (last !== undefined && perhaps.length === 0 && held !== last) problems.push(`${said}, ends as ${String(held)}`);
  }
  return problems;
}
