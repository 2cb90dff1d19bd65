import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { v5 as uuidv5 } from 'uuid';
import type { WriteItem } from '../connector.js';

/** Namespace of the ids of our batches. */
const BATCHES = '6f0f6c5e-9a3b-4f0e-8a52-0f2a3c1d7b90';

/** A message to a receiver: `id` is the same whenever the same syncs are sent, so that a repeat can be told. */
export interface Message {
  id: string;
  body: string;
}

/** What a receiver gets of one record. */
function record({ syncId, key, crmId, properties }: WriteItem): Record<string, unknown> {
  return { syncId: syncId ?? null, key, id: crmId ?? null, properties };
}

/** One record: `{ type: "sync.company", timestamp, data: { syncId, key, id, properties } }`. */
export function singleMessage(object: SyncObject, item: WriteItem, now: Date): Message {
  return {
    id: item.syncId ?? item.key,
    body: JSON.stringify({ type: `sync.${object}`, timestamp: now.toISOString(), data: record(item) }),
  };
}

/** Several records: `{ type: "sync.company.batch", timestamp, data: [ … ] }`. */
export function batchMessage(object: SyncObject, items: WriteItem[], now: Date): Message {
  return {
    id: uuidv5(items.map(({ syncId, key }) => syncId ?? key).join(','), BATCHES),
    body: JSON.stringify({ type: `sync.${object}.batch`, timestamp: now.toISOString(), data: items.map(record) }),
  };
}

/** A test of the connection: a receiver answers it with success and does nothing. */
export function pingMessage(id: string, now: Date): Message {
  return { id, body: JSON.stringify({ type: 'ping', timestamp: now.toISOString(), data: {} }) };
}
