import type { Candidate } from '@integration-queue/shared/match';
import type {
  Attempt,
  Exchange,
  ReceiptField,
  SyncDetail,
  SyncPage,
  SyncQuery,
  SyncSummary,
} from '@integration-queue/shared/sync';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { notFound } from '../ops/app-problem.js';
import { decodeCursor, encodeCursor } from '../ops/cursor.js';
import { listSyncs, readSyncs } from './sql/list-syncs.js';
import { readSummary } from './sql/read-summary.js';

interface AttemptRow extends Omit<Attempt, 'startedAt' | 'exchange'> {
  startedAt: Date;
  exchange: (Pick<Exchange, 'method' | 'path'> & Partial<Exchange>) | null;
}

/** Attempts whose exchange is told: each may hold some thousand characters. */
const MOST_EXCHANGES = 20;

interface Receipt {
  fields: ReceiptField[];
  /** What people call the mapped fields in the CRM, by name, as far as its schema was read. */
  labels: Record<string, string>;
}

interface More {
  mappingVersion: number | null;
  candidates: Candidate[] | null;
}

/** Entries as people see them: the list, the counts, one with everything. */
@Injectable()
export class EntriesService {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async list(workspaceId: string, { limit, cursor, ...filter }: SyncQuery): Promise<SyncPage> {
    const after = cursor === undefined ? null : decodeCursor(cursor);
    const found = await listSyncs(this.database, workspaceId, filter, { limit: limit + 1, after });
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? encodeCursor(items.at(-1)!.id) : null };
  }

  summary(workspaceId: string, integrationId?: string): Promise<SyncSummary> {
    return readSummary(this.database, workspaceId, integrationId);
  }

  async detail(workspaceId: string, id: string): Promise<SyncDetail> {
    const [sync] = await readSyncs(this.database, workspaceId, [id]);
    if (!sync) throw notFound('entry');
    const [receipt] = await this.database.query<Receipt[]>(
      `select r.fields, coalesce(c.labels -> s.object, '{}') as labels
       from receipt r join sync s on s.id = r.sync_id left join schema_check c on c.integration_id = s.integration_id
       where r.workspace_id = $1 and r.sync_id = $2`,
      [workspaceId, id],
    );
    const attempts = await this.database.query<AttemptRow[]>(
      `select (row_number() over (order by started_at, id))::int as number, started_at as "startedAt", duration_ms as "durationMs",
         outcome, http_status as "httpStatus", code, message, exchange
       from attempt where workspace_id = $1 and sync_id = $2 order by number desc limit 100`,
      [workspaceId, id],
    );
    const { mappingVersion, candidates } = await this.more(workspaceId, id);
    const { attempts: attemptCount, error, ...entry } = sync;
    return {
      ...entry,
      error: error && { ...error, ...(candidates ? { candidates } : {}) },
      attemptCount,
      mappingVersion,
      fields: receipt && sync.status === 'processed' ? named(receipt) : [],
      attempts: attempts.map(({ startedAt, exchange, ...attempt }, index) => ({
        ...attempt,
        startedAt: startedAt.toISOString(),
        exchange: exchange && index < MOST_EXCHANGES ? { sent: null, answer: null, ...exchange } : null,
      })),
    };
  }

  /** What the list does not read of an entry. */
  private async more(workspaceId: string, id: string): Promise<More> {
    const [row] = await this.database.query<More[]>(
      `select mapping_version as "mappingVersion", error_candidates as candidates from sync
       where workspace_id = $1 and id = $2`,
      [workspaceId, id],
    );
    return row ?? { mappingVersion: null, candidates: null };
  }
}

/** The CRM's own words for a field are better than ours, and those of today are what people see there. */
function named({ fields, labels }: Receipt): ReceiptField[] {
  return fields.map((field) => ({ ...field, label: labels[field.target] ?? field.label }));
}
