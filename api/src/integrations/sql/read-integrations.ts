import type { Integration, IntegrationWarning } from '@integration-queue/shared/integration';
import type { StatusCounts } from '@integration-queue/shared/sync';
import type { IntegrationStatus, Provider, SyncObject } from '@integration-queue/shared/vocabulary';
import type { DataSource, EntityManager } from 'typeorm';
import type { Account } from '../../crm/connector.js';
import { notFound } from '../../ops/app-problem.js';
import { NO_SYNCS } from '../../syncs/sql/count-syncs.js';
import { readError } from '../read-error.js';
import type { Finding } from '../schema-watch/findings.js';

/** An integration as it is stored, without what only the queue needs. */
export interface IntegrationRow {
  id: string;
  provider: Provider;
  name: string;
  status: IntegrationStatus;
  settings: Record<string, string>;
  account: { id: string; name: string } | null;
  hold_seconds: number;
  error_code: string | null;
  error_message: string | null;
  error_hint: string | null;
  error_since: Date | null;
  blocked_until: Date | null;
  blocked_reason: 'rate_limited' | 'crm_unreachable' | null;
  created_at: Date;
  paused_at: Date | null;
  access_ends_at: Date | null;
  budget: Integration['budget'];
  problems: Finding[];
  /** Per object, entries that wait, where there are problems. */
  waiting: Partial<Record<SyncObject, number>> | null;
  checked_at: Date | null;
  failure_code: string | null;
  failure_message: string | null;
  failing_since: Date | null;
}

/** Waiting entries are counted up to here, where a mapping does not fit: that many say enough. */
const MOST_COUNTED = 10_000;

const SELECT = `
  select i.id, i.provider, i.name, i.status, i.settings, i.account, i.hold_seconds,
    i.error_code, i.error_message, i.error_hint, i.error_since,
    case when i.blocked_until > now() then i.blocked_until end as blocked_until, i.blocked_reason, i.created_at, i.paused_at,
    i.access_ends_at, i.budget,
    coalesce(c.problems, '[]') as problems, c.checked_at, c.failure_code, c.failure_message, c.failing_since,
    case when c.problems <> '[]' then (
      select jsonb_object_agg(object, n) from (
        select object, count(*) as n from (
          select s.object from sync s where s.integration_id = i.id and s.status = 'pending' limit ${MOST_COUNTED}) p
        group by 1) w) end as waiting
  from integration i left join schema_check c on c.integration_id = i.id`;

/** The connected integrations of a workspace, oldest first. */
export async function readIntegrations(
  database: DataSource | EntityManager,
  workspaceId: string,
): Promise<IntegrationRow[]> {
  return database.query(`${SELECT} where i.workspace_id = $1 and i.deleted_at is null order by i.id`, [workspaceId]);
}

/** One of them; throws `not_found`. */
export async function readIntegration(
  database: DataSource | EntityManager,
  workspaceId: string,
  id: string,
): Promise<IntegrationRow> {
  const [row] = await database.query<IntegrationRow[]>(
    `${SELECT} where i.workspace_id = $1 and i.id = $2 and i.deleted_at is null`,
    [workspaceId, id],
  );
  if (!row) throw notFound('integration');
  return row;
}

/** The part a connector is made from. */
export interface StoredIntegration {
  id: string;
  workspaceId: string;
  provider: Provider;
  settings: Record<string, string>;
  /** Sealed. */
  credentials: string | null;
  account: Account | null;
}

/** Throws `not_found`. */
export async function readStored(
  database: DataSource | EntityManager,
  workspaceId: string,
  id: string,
): Promise<StoredIntegration> {
  const [row] = await database.query<StoredIntegration[]>(
    `select id, workspace_id as "workspaceId", provider, settings, credentials, account from integration
     where workspace_id = $1 and id = $2 and deleted_at is null`,
    [workspaceId, id],
  );
  if (!row) throw notFound('integration');
  return row;
}

/** As the API answers it. */
export function asIntegration(row: IntegrationRow, counts: Map<string, StatusCounts>): Integration {
  return {
    id: row.id,
    provider: row.provider,
    name: row.name,
    status: row.status,
    error: readError(row),
    warnings: readWarnings(row, counts.get(row.id) ?? NO_SYNCS),
    schemaCheck: {
      checkedAt: row.checked_at?.toISOString() ?? null,
      error:
        row.failure_code === null || row.failing_since === null
          ? null
          : {
              code: row.failure_code,
              message: row.failure_message ?? '',
              since: row.failing_since.toISOString(),
            },
    },
    waiting:
      row.blocked_until && row.blocked_reason
        ? { code: row.blocked_reason, until: row.blocked_until.toISOString() }
        : null,
    account: row.account && { id: row.account.id, name: row.account.name },
    baseUrl: row.settings['baseUrl'] ?? null,
    pausedSince: row.status === 'paused' ? (row.paused_at?.toISOString() ?? null) : null,
    accessEndsAt: row.access_ends_at?.toISOString() ?? null,
    budget: row.budget,
    holdSeconds: row.hold_seconds,
    counts: counts.get(row.id) ?? NO_SYNCS,
    createdAt: row.created_at.toISOString(),
  };
}

/** So long before access ends it is said: time enough to ask for another token. */
const ACCESS_WARNING_MS = 14 * 86_400_000;

function readWarnings(
  { problems, waiting, access_ends_at: end }: IntegrationRow,
  counts: StatusCounts,
): IntegrationWarning[] {
  const mapping = problems.map((finding) => asWarning(finding, waiting?.[finding.object] ?? 0));
  if (!end || end.getTime() - Date.now() > ACCESS_WARNING_MS) return mapping;
  const until = end.toISOString();
  return [
    {
      code: 'access_ends',
      message: `The access to the CRM ends at ${until}`,
      hint: 'Connect the integration again before',
      since: new Date(end.getTime() - ACCESS_WARNING_MS).toISOString(),
      until,
      waiting: counts.pending,
    },
    ...mapping,
  ];
}

function asWarning(
  { target, object, label, code, message, hint, value, since }: Finding,
  waiting: number,
): IntegrationWarning {
  return {
    code,
    message,
    hint,
    since,
    object,
    field: target,
    label,
    ...(value === undefined ? {} : { value }),
    waiting,
  };
}
