import type { Company } from '@integration-queue/shared/company';
import type { DealInput } from '@integration-queue/shared/deal';
import type { TaskInput } from '@integration-queue/shared/task';
import type { SyncObject, TriggerKind } from '@integration-queue/shared/vocabulary';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { insertSyncs, type NewSync } from '../../src/syncs/sql/insert-syncs.js';

/** What is sent: a company of ours (made where only its fields are given), and the deal or task where there is one. */
export interface Send {
  companyId?: string;
  company?: Partial<Company>;
  deal?: DealInput;
  task?: TaskInput;
  /** The sync of the company this one waits for. */
  waitsFor?: string;
  /** What makes a second send of the same content the same; absent for none. */
  dedupeKey?: string;
  /** Time to undo it before it is sent. */
  holdSeconds?: number;
  /** Who sends; a service where nobody is named. */
  trigger?: TriggerKind;
}

/** Accepts syncs by the API's own statement, in order, each with its company where that is new. Answers their ids. */
export async function accept(
  database: DataSource,
  workspaceId: string,
  integrationId: string,
  sends: Send[],
): Promise<string[]> {
  const syncs = sends.map((send) => newSync(integrationId, send));
  const companies = syncs.map(({ companyId, companyName, companyDomain }) => ({
    id: companyId,
    name: companyName,
    domain: companyDomain,
  }));
  await database.query(
    `insert into company (id, workspace_id, name, domain)
     select id, $1, name, domain from jsonb_to_recordset($2::jsonb) as r(id uuid, name text, domain text)
     on conflict do nothing`,
    [workspaceId, JSON.stringify(companies)],
  );
  await insertSyncs(database.manager, workspaceId, syncs);
  return syncs.map(({ id }) => id);
}

function newSync(integrationId: string, send: Send): NewSync {
  const id = uuidv7();
  const companyId = send.companyId ?? uuidv7();
  const company = { name: 'Acme', ...send.company, id: companyId };
  const object: SyncObject = send.deal ? 'deal' : send.task ? 'task' : 'company';
  return {
    id,
    integrationId,
    object,
    companyId,
    companyName: company.name,
    companyDomain: company.domain ?? null,
    recordKey: object === 'company' ? companyId : (send.deal?.externalId ?? send.task?.externalId ?? id),
    dedupeKey: send.dedupeKey === undefined ? null : Buffer.from(send.dedupeKey).toString('hex'),
    source: { company, ...(send.deal && { deal: send.deal }), ...(send.task && { task: send.task }) },
    triggerKind: send.trigger ?? 'api',
    triggerBy: null,
    triggerName: null,
    holdSeconds: send.holdSeconds ?? 0,
    waitsFor: send.waitsFor ?? null,
  };
}
