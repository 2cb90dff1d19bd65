import type { CrmField } from '@integration-queue/shared/mapping';
import type { FieldValue } from '@integration-queue/shared/sync';
import type { CrmAction, SyncObject } from '@integration-queue/shared/vocabulary';
import type { CrmProblem } from './errors.js';
import type { Said } from './failures.js';

/** Values by CRM field name. Absent leaves the field alone, null clears it. */
export type Properties = Record<string, FieldValue | null>;

/** What a CRM allows. Every number is the vendor's, not our wish. */
export interface Limits {
  /** Most records of one write call. */
  batch: number;
  /** Most lookups of one `find`. */
  lookup: number;
  /** Write calls in the air at once. */
  inFlight: number;
  /** Requests allowed in a rolling window, every rule that holds. Empty where the CRM has none. */
  budget: { requests: number; perMs: number }[];
  /** Milliseconds after which a call counts as unanswered. */
  deadlineMs: number;
  /** How long the CRM's search may lag behind its writes: "not found" is believed only after this. */
  searchLagMs: number;
}

/** Who we are in the CRM. */
export interface Account {
  id: string;
  name: string;
  /** Address the pages of this account's records begin with, where it differs from account to account. */
  home?: string;
}

/** Our key field is there, or what an admin must create by hand. */
export type Prepared = { ready: true } | { ready: false; todo: string };

/** How a record is looked for: by our key, by the CRM's id we know, or by domain (registrable, without `www`). */
export interface Lookup {
  key: string;
  crmId?: string;
  domain?: string;
  /**
   * The record may carry our key already, so it is looked for by key where no search index can lag behind. Without it a
   * connector that writes by our key may save that call: the write itself finds the record.
   */
  mayBeOurs?: boolean;
}

/** A record as the CRM has it now. `key` is our key if the record carries one. */
export interface CrmRecord {
  id: string;
  key: string | null;
  properties: Properties;
  /** Properties that are written by calls of their own (an association), and are not there: they may have to be sent. */
  missing?: string[];
}

/** What was found for one lookup. `by` says how; several by domain are said, never guessed. */
export interface Found {
  key: string;
  by: 'id' | 'key' | 'domain' | null;
  records: CrmRecord[];
}

/**
 * One record to write. `crmId` says which record to update; without it the CRM creates, or finds it by `key`. The company
 * a deal belongs to is a property like any other, mapped from `company.crmId`; a CRM that links by a call of its own shows
 * the link as a field.
 */
export interface WriteItem {
  key: string;
  /** The sync this belongs to: the same at every attempt, so that a receiver can tell a repeat from another write. */
  syncId?: string;
  crmId?: string;
  /** A person wants a record of its own although others have its domain. */
  createNew?: boolean;
  properties: Properties;
  /** The record holds all but these of the properties: only they are to be written, so that nothing is written twice. */
  only?: string[];
}

/**
 * What became of one item. `after` is the record as the CRM stored it, where the answer tells; `said` are its own words,
 * where they are worth keeping.
 */
export type Outcome =
  | { kind: 'written'; crmId: string; action: CrmAction; before?: Properties; after?: Properties; said?: Said }
  | { kind: 'failed'; problem: CrmProblem };

/**
 * The code that speaks to one CRM. It sees no database and no framework. Every method throws `CrmProblem` when the whole
 * call failed; `write` never throws for a row.
 */
export interface Connector {
  readonly limits: Limits;
  /** Tests the connection. */
  account(signal: AbortSignal): Promise<Account>;
  /** Makes sure our unique key field exists. */
  prepare(signal: AbortSignal): Promise<Prepared>;
  /** The live schema, normalised. */
  fields(object: SyncObject, signal: AbortSignal): Promise<CrmField[]>;
  /** One answer per lookup, same order: by id, else by key, else by domain. `properties`: names of those wanted. */
  find(object: SyncObject, lookups: Lookup[], signal: AbortSignal, properties?: string[]): Promise<Found[]>;
  /** One outcome per item, same order. */
  write(object: SyncObject, items: WriteItem[], signal: AbortSignal): Promise<Outcome[]>;
  /** Removes records; those that are gone already are no error. For the connector check, which cleans up; never the queue. */
  remove(object: SyncObject, ids: string[], signal: AbortSignal): Promise<void>;
  /** Requests a call takes where it is more than one, so that the pacing counts them all. */
  requests?(object: SyncObject, call: { find: Lookup[] } | { write: WriteItem[] }): number;
  /** What the CRM's last answer said of our budget, or null where it says nothing. */
  budget(): Budget | null;
  /** Where people see the record, or null where there is no page. */
  recordUrl(object: SyncObject, id: string): string | null;
}

/** How much of a request budget is left until it is filled again in `resetMs` milliseconds. */
export interface Budget {
  limit: number;
  remaining: number;
  resetMs: number;
}

/** What a connector is made from. `settings` are plain, `credentials` are opened only in memory. */
export interface Connection {
  settings: Record<string, string>;
  credentials: Record<string, string>;
  /** Who we were at the last test of the connection; absent before the first. */
  account?: Account | null;
  /** The access token in force: the vendor's key, or an OAuth token that is refreshed before it expires. */
  token(): Promise<string>;
  /**
   * The CRM refused this token: another one, refreshed once for all workers, or null where there is none to be had
   * without a person. Throws `CrmProblem` (unauthorized) with the vendor's words where the refresh token is dead.
   */
  renewToken(refused: string): Promise<string | null>;
}
