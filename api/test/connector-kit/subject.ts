import type { SyncErrorCode } from '@integration-queue/shared/sync-errors';
import type { Connection } from '../../src/crm/connector.js';
import type { CrmProvider } from '../../src/crm/provider.js';
import type { LineAnswer, LineCall } from './line.ts';
import type { StandIn } from './stand-in.ts';

/** Names of CRM fields the kit writes, as our mapping would write them. A field a CRM does not have is left out. */
export interface KitFields {
  /** Text by which people know the record. */
  name: string;
  /** Letters the CRM does not take in a name. */
  notInName?: RegExp;
  /** Where a company's domain or address is. */
  domain: string;
  /** Takes 64 kB of text, or as many letters as `longest` says. */
  longText?: string;
  longest?: number;
  /** Takes a number, and refuses words. */
  number?: string;
  /** Takes `value`, and refuses anything that is none of its options. */
  option?: { name: string; value: string };
  /** Takes `length` characters and not one more. */
  short?: { name: string; length: number };
  readOnly?: string;
}

/** One CRM as the kit sees it: how its connector is made, and where vendors differ. */
export interface ConnectorSubject {
  provider: CrmProvider;
  /** The server to try against; the practice CRM unless said otherwise. */
  standIn?: () => Promise<StandIn>;
  /** Settings and credentials of a connection to that server through the line at `url`. */
  connection(url: string, token: string): Pick<Connection, 'settings' | 'credentials'>;
  /**
   * False for a receiver that only takes: it has no schema, nothing can be looked up there, and any answer is its word.
   * True unless said otherwise.
   */
  canBeAsked?: boolean;
  /** Whether a call carries records to be written: the call that faults strike. */
  isWrite(call: LineCall): boolean;
  company: KitFields;
  /** Whether a company without a name is refused; it is unless said otherwise. */
  requiresName?: boolean;
  /** Required title of a deal and of a task, and the field that links it to a company. */
  deal?: { title: string; company: string; more?: Record<string, string> };
  task?: { title: string; company: string; more?: Record<string, string> };
  /** The stand-in's names for what is written to `company`; those of the practice CRM unless said otherwise. */
  stored?: Partial<Record<'name' | 'longText' | 'number' | 'short', string>>;
  /**
   * How the answer to several rows tells which is which: `named` by key or id, `ordered` by place alone, `single` where
   * a call carries one row.
   */
  rows: 'named' | 'ordered' | 'single';
  /** For `named`: the answer to a write with its rows in another order. */
  reorder?(body: string): string;
  /** What the CRM does with a field it does not know: says so, or drops it without a word. */
  unknownField: 'refused' | 'dropped';
  /** What it says of a field that is only read: an error of the mapping, a dropped value, or whatever is named. */
  readOnlyField?: SyncErrorCode | 'dropped';
  /** A whole call refused for a cause nobody knows, in the vendor's words. */
  wholeCallRefused: LineAnswer;
  /** The code of a refusal by a rule of the CRM's own. */
  ruleRefusal?: SyncErrorCode;
  /** Whether the answer to a 429 says when to come back. */
  tellsRetryAfter: boolean;
  /** What a missing right is called; `missing_scope` unless said otherwise. */
  missingRight?: SyncErrorCode;
  /** What the CRM does with a write to a record that was merged into another: writes to that, or says it is gone. */
  merged: 'followed' | 'gone';
  /** How people write a company's domain in this CRM, in the stand-in's names; a match must see through all of them. */
  spellings(domain: string): Partial<Record<'domain' | 'website', string>>[];
}
