import type { StatusCounts } from '@integration-queue/shared/sync';
import { MOST_DAYS, type SyncCount, type SyncDays, type SyncDaysQuery } from '@integration-queue/shared/sync-figures';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countSyncs, NO_SYNCS } from '../sql/count-syncs.js';
import { countByStatus, type EntryFilter, MOST_COUNTED } from '../sql/list-syncs.js';
import { readDays } from './read-days.js';

/** Days of an answer to somebody who named none. */
const USUAL_DAYS = 30;

/** How many entries there are, by status and by day. */
@Injectable()
export class FiguresService {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** From the kept counts where they can tell; else counted, up to a limit. */
  async count(workspaceId: string, filter: EntryFilter): Promise<SyncCount> {
    const { status, integrationId, ...narrower } = filter;
    if (!Object.values(narrower).some(Boolean)) {
      const counts = await this.keptCounts(workspaceId, integrationId);
      return {
        counts: status ? { ...NO_SYNCS, [status]: counts[status as keyof StatusCounts] } : counts,
        isExact: true,
      };
    }
    const rows = await countByStatus(this.database, workspaceId, filter);
    const counts = { ...NO_SYNCS, ...Object.fromEntries(rows.map(({ status: one, n }) => [one, n])) };
    return { counts, isExact: rows.reduce((sum, { n }) => sum + n, 0) < MOST_COUNTED };
  }

  /** Processed and failed entries per day. */
  async days(workspaceId: string, { integrationId, from, to, timeZone }: SyncDaysQuery): Promise<SyncDays> {
    const last = to ? new Date(to) : new Date();
    const first = from ? new Date(from) : null;
    const items = await readDays(this.database, workspaceId, {
      integrationId,
      first,
      last,
      timeZone,
      most: first ? MOST_DAYS : USUAL_DAYS,
    });
    return { items };
  }

  private async keptCounts(workspaceId: string, integrationId: string | undefined): Promise<StatusCounts> {
    const counted = await countSyncs(this.database, workspaceId);
    if (integrationId !== undefined) return counted.get(integrationId) ?? NO_SYNCS;
    const sum = { ...NO_SYNCS };
    for (const counts of counted.values())
      for (const status of Object.keys(sum) as (keyof StatusCounts)[]) sum[status] += counts[status];
    return sum;
  }
}
