import type { Connector } from '../crm/connector.js';
import { announceChange } from '../events/notify.js';
import type { Prepared } from './preparing.js';
import { LEASE_SLACK_MS, rowLeaseMs } from './row-lease.js';
import type { SettlingContext } from './settling.js';
import { writeAhead } from './sql/write-ahead.js';

/**
 * Commits the write-ahead and answers what may leave. What a person deleted in time is gone; what may not leave, since
 * its integration was paused or its lease ran out, is handed back. A holder that was frozen between the statement and
 * here asks again: its rows may be somebody else's by now.
 */
export async function fence(
  context: SettlingContext & { connector: Connector },
  items: Prepared[],
  handBack: (staying: Prepared[]) => Promise<void>,
): Promise<Prepared[]> {
  const { database, token, connector, reach, integration } = context;
  const askedAt = performance.now();
  // Of a record that only lacks a part, it stays to be known whether we made it.
  const target = ({ row, item, landed }: Prepared) => (landed ? row.targetId : (item.crmId ?? null));
  const rows = items.map((prepared) => ({ id: prepared.row.id, targetId: target(prepared) }));
  const { leaving, cancelled } = await writeAhead(database, integration.id, rows, {
    token,
    leaseMs: rowLeaseMs(connector),
  });
  if (cancelled.size > 0) {
    await announceChange((sql, values) => database.query(sql, values), {
      workspaceId: integration.workspaceId,
      integrationId: integration.id,
      syncIds: [...cancelled],
    });
  }
  await handBack(items.filter(({ row }) => !leaving.has(row.id) && !cancelled.has(row.id)));
  await reach('after-write-ahead');
  const left = items.filter(({ row }) => leaving.has(row.id));
  const isLate = left.length > 0 && performance.now() - askedAt > LEASE_SLACK_MS / 2;
  return isLate ? fence(context, left, handBack) : left;
}
