import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { Connector, Outcome, WriteItem } from '../../crm/connector.js';
import { CrmProblem } from '../../crm/errors.js';

/**
 * Delivers rows as the queue does, in calls as large as the CRM takes: a call refused as a whole is split until the guilty
 * row is alone, and any other failure of a whole call is each of its rows'.
 */
export async function deliver(
  connector: Connector,
  object: SyncObject,
  items: WriteItem[],
  signal: AbortSignal,
): Promise<Outcome[]> {
  const { batch } = connector.limits;
  if (items.length > batch) {
    const first = await deliver(connector, object, items.slice(0, batch), signal);
    return [...first, ...(await deliver(connector, object, items.slice(batch), signal))];
  }
  try {
    return await connector.write(object, items, signal);
  } catch (error) {
    if (!(error instanceof CrmProblem)) throw error;
    if (error.kind !== 'batch_rejected' || items.length === 1) {
      return items.map(() => ({ kind: 'failed', problem: error }));
    }
    const middle = Math.ceil(items.length / 2);
    const first = await deliver(connector, object, items.slice(0, middle), signal);
    return [...first, ...(await deliver(connector, object, items.slice(middle), signal))];
  }
}
