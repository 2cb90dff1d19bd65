import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { startPracticeCrm } from '../../../e2e/practice-crm/server.ts';

/** A record as the stand-in keeps it: `properties` by the practice CRM's own field names, whatever the dialect's are. */
export interface StandInRecord {
  id: string;
  key: string | null;
  properties: Record<string, unknown>;
  /** Effects of calls on this record. */
  writes: number;
}

/** What the stand-in can be told to do wrong; the practice CRM's faults. */
export interface StandInFaults {
  expiredToken?: boolean;
  missingScope?: boolean;
  serverDown?: boolean;
  rateLimit?: { requests: number; perMs: number } | null;
  errorRate?: number;
  partialAnswerRate?: number;
  ignoreFields?: string[];
  removedFields?: string[];
  refuse?: { field: string; value?: string | number | boolean }[];
  deadRefreshToken?: boolean;
}

/** The server a connector is tried against, with a back door that no fault reaches. */
export interface StandIn {
  url: string;
  token: string;
  /** Every record, oldest first. */
  records(object: SyncObject): Promise<StandInRecord[]>;
  /** As if a person typed it in; answers its id. */
  add(object: SyncObject, properties: Record<string, unknown>): Promise<string>;
  /** As if a person deleted it. */
  removeRecord(object: SyncObject, id: string): Promise<void>;
  /** As if a person merged one record into another. */
  merge(object: SyncObject, id: string, into: string): Promise<void>;
  faults(faults: StandInFaults): Promise<void>;
  close(): Promise<void>;
}

const PATHS: Record<SyncObject, string> = { company: 'companies', deal: 'deals', task: 'tasks' };

/** How a dialect names records that the control API knows by number. */
export interface IdNames {
  shown(object: SyncObject, id: string): string;
  own(object: SyncObject, id: string): string;
}

const SAME: IdNames = { shown: (_, id) => id, own: (_, id) => id };

/** The practice CRM on a free port, with all of its dialects. Ids are told and taken as the dialect names them. */
export async function startStandIn({ shown, own }: IdNames = SAME): Promise<StandIn> {
  const crm = await startPracticeCrm();
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${crm.url}/api${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The practice CRM answered ${answer.status}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  return {
    url: crm.url,
    token: crm.token,
    records: async (object) => {
      const { items } = (await call('GET', `/${PATHS[object]}?limit=10000`)) as { items: StandInRecord[] };
      return items.reverse().map((record) => {
        const { company_id: company, ...properties } = record.properties;
        const link = typeof company === 'string' ? { company_id: shown('company', company) } : {};
        return { ...record, id: shown(object, record.id), properties: { ...properties, ...link } };
      });
    },
    add: async (object, properties) => {
      const { id } = (await call('POST', `/${PATHS[object]}`, { properties })) as StandInRecord;
      return shown(object, id);
    },
    removeRecord: async (object, id) => void (await call('DELETE', `/${PATHS[object]}/${own(object, id)}`)),
    merge: async (object, id, into) =>
      void (await call('POST', `/${PATHS[object]}/${own(object, id)}/merge`, { into: own(object, into) })),
    faults: async (faults) => void (await call('PUT', '/faults', faults)),
    close: () => crm.close(),
  };
}
