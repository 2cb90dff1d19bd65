import type { Sync } from '@integration-queue/shared/sync';
import type { SyncStatus } from '@integration-queue/shared/vocabulary';
import type { DataSource, EntityManager } from 'typeorm';
import { asSync, ENTRY_COLUMNS, type EntryRow } from './select-syncs.js';

/** The filters of the list, checked. */
export interface EntryFilter {
  status?: string | undefined;
  integrationId?: string | undefined;
  object?: string | undefined;
  trigger?: string | undefined;
  by?: string | undefined;
  q?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  issueId?: string | undefined;
  companyId?: string | undefined;
  skipped?: boolean | undefined;
}

/**
 * Conditions and parameters for a filter, bound to a workspace. Only conditions that are asked for are written, so that
 * the planner sees each combination with its own index. `q` is compared as text, not as a pattern.
 */
export function filterConditions(
  workspaceId: string,
  filter: EntryFilter,
): { conditions: string[]; parameters: unknown[] } {
  const parameters: unknown[] = [workspaceId];
  const conditions = ['s.workspace_id = $1', `s.status <> 'deleted'`];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined || value === '') return;
    parameters.push(value);
    conditions.push(condition(`$${parameters.length}`));
  };
  add(filter.status, (p) => `s.status = ${p}`);
  add(filter.integrationId, (p) => `s.integration_id = ${p}`);
  add(filter.object, (p) => `s.object = ${p}`);
  add(filter.trigger, (p) => `s.trigger_kind = ${p}`);
  add(filter.by, (p) => `s.trigger_by = ${p}`);
  // As dates: a time may carry an offset that Postgres takes for out of range.
  add(filter.from && new Date(filter.from), (p) => `s.initiated_at >= ${p}`);
  add(filter.to && new Date(filter.to), (p) => `s.initiated_at <= ${p}`);
  add(filter.issueId, (p) => `s.issue_id = ${p}`);
  add(filter.companyId, (p) => `s.company_id = ${p}`);
  if (filter.skipped !== undefined) conditions.push(`s.skip_code is ${filter.skipped ? 'not ' : ''}null`);
  add(
    filter.q?.toLowerCase(),
    (p) => `(strpos(lower(s.company_name), ${p}) > 0 or strpos(s.company_domain, ${p}) > 0)`,
  );
  return { conditions, parameters };
}

/** A page of entries, newest first. `after` is the id the last page ended with. */
export async function listSyncs(
  database: DataSource,
  workspaceId: string,
  filter: EntryFilter,
  { limit, after }: { limit: number; after: string | null },
): Promise<Sync[]> {
  const { conditions, parameters } = filterConditions(workspaceId, filter);
  if (after !== null) {
    parameters.push(after);
    conditions.push(`s.id < $${parameters.length}`);
  }
  parameters.push(limit);
  const rows = await database.query<EntryRow[]>(
    `select ${ENTRY_COLUMNS} from sync s join integration i on i.id = s.integration_id
     where ${conditions.join(' and ')} order by s.id desc limit $${parameters.length}`,
    parameters,
  );
  return rows.map(asSync);
}

/** Entries by id, in any order; those of other workspaces and deleted ones are left out. */
export async function readSyncs(
  database: DataSource | EntityManager,
  workspaceId: string,
  ids: string[],
): Promise<Sync[]> {
  const rows = await database.query<EntryRow[]>(
    `select ${ENTRY_COLUMNS} from sync s join integration i on i.id = s.integration_id
     where s.workspace_id = $1 and s.id = any($2) and s.status <> 'deleted'`,
    [workspaceId, ids],
  );
  return rows.map(asSync);
}

/** Ids that match a filter, oldest first, for bulk actions in order of arrival. */
export async function matchingIds(
  database: DataSource,
  workspaceId: string,
  filter: EntryFilter,
  { limit, ...which }: Which & { limit: number },
): Promise<string[]> {
  const { conditions, parameters } = matching(workspaceId, filter, which);
  parameters.push(limit);
  const rows = await database.query<{ id: string }[]>(
    `select s.id from sync s where ${conditions.join(' and ')} order by s.id limit $${parameters.length}`,
    parameters,
  );
  return rows.map(({ id }) => id);
}

/** How many entries match a filter, by status, counted up to `MOST_COUNTED` in all. */
export async function countByStatus(
  database: DataSource,
  workspaceId: string,
  filter: EntryFilter,
): Promise<{ status: SyncStatus; n: number }[]> {
  const { conditions, parameters } = filterConditions(workspaceId, filter);
  return database.query(
    `select status, count(*)::int as n from (
       select s.status from sync s where ${conditions.join(' and ')} limit ${MOST_COUNTED}) found group by status`,
    parameters,
  );
}

/** How many entries match a filter, counted up to `MOST_COUNTED`: no bulk action may wait for millions to be counted. */
export async function countMatching(
  database: DataSource,
  workspaceId: string,
  filter: EntryFilter,
  which: Which,
): Promise<number> {
  const { conditions, parameters } = matching(workspaceId, filter, which);
  const [row] = await database.query<{ n: number }[]>(
    `select count(*)::int as n from (
       select 1 from sync s where ${conditions.join(' and ')} limit ${MOST_COUNTED}) found`,
    parameters,
  );
  return row!.n;
}

/** Entries a count looks at most. */
export const MOST_COUNTED = 100_000;

interface Which {
  statuses: string[];
  /** Those that were skipped as well. */
  skipped?: boolean;
  after: string | null;
}

function matching(workspaceId: string, filter: EntryFilter, { statuses, skipped = false, after }: Which) {
  const { conditions, parameters } = filterConditions(workspaceId, filter);
  parameters.push(statuses);
  const among = `s.status = any($${parameters.length})`;
  conditions.push(skipped ? `(${among} or s.skip_code is not null)` : among);
  if (after !== null) {
    parameters.push(after);
    conditions.push(`s.id > $${parameters.length}`);
  }
  return { conditions, parameters };
}
