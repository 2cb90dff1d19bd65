import { hash } from 'node:crypto';
import type { Connector, CrmRecord, Properties } from '../crm/connector.js';
import { hostOf } from '../crm/match-lookups.js';
import { applyMapping, type MappedField } from '../integrations/mapping/apply.js';
import type { CurrentMapping } from '../integrations/mapping/current.js';
import { isMarked, sameValue } from '../integrations/mapping/receipt.js';
import { sourceRecord } from './source-record.js';
import type { ClaimedSync } from './sql/claim.js';
import type { Settlement } from './sql/settle.js';
import type { Verdict } from './verdicts.js';

type Skip = NonNullable<Settlement['skip']>;

/** Whether a row may be left out at all: no person sent it, or said to send it anyway, and it cannot have left. */
function maySkip({ triggerKind, sendAnyway, maybeSent }: ClaimedSync): boolean {
  return triggerKind !== 'manual' && !sendAnyway && !maybeSent;
}

/**
 * The blocked domain a row's company is on, or below: its own domain, and without one its e-mail address and website,
 * which is how a free mailer is recognised. Null where there is none, or it may not keep the row back.
 */
export function blockedDomain(row: ClaimedSync, blocked: ReadonlySet<string>): string | null {
  if (blocked.size === 0 || !maySkip(row)) return null;
  const { email, website } = row.source.company;
  const hosts = row.companyDomain === null ? [hostOf(email), hostOf(website)] : [row.companyDomain];
  for (const host of hosts) {
    const labels = host?.split('.') ?? [];
    for (let first = 0; first < labels.length; first++) {
      const domain = labels.slice(first).join('.');
      if (blocked.has(domain)) return domain;
    }
  }
  return null;
}

/**
 * Whether a row would write what was last written to its record, by the same mapping. That it is still there is for the
 * CRM to say: people change records.
 */
export function mayBeUnchanged(
  row: ClaimedSync,
  mapping: CurrentMapping | null,
  { lookup }: Connector['limits'],
): boolean {
  if (row.written === null || row.crmId === null || mapping === null || lookup === 0 || !maySkip(row)) return false;
  return row.written === digest(row, mapping.version, applyMapping(mapping.rows, sourceRecord(row), undefined));
}

/** Why a row is left out whose record was looked up, if it is; null where it is to be sent. */
export function reasonToSkip(
  row: ClaimedSync,
  record: CrmRecord | undefined,
  properties: Properties,
  { mapping, required, limits }: { mapping: CurrentMapping | null; required: string[]; limits: Connector['limits'] },
): Skip | null {
  if (record) {
    const isThere = record.id === row.crmId && holds(record, properties);
    return isThere && mayBeUnchanged(row, mapping, limits) ? { code: 'unchanged' } : null;
  }
  if (row.crmId !== null || required.length === 0 || !maySkip(row)) return null;
  // What is not mapped at all is for an admin to mend, once: it is told with the mapping, and these rows as one issue.
  const mapped = new Set(mapping?.rows.map(({ target }) => target));
  const missing = required.find((target) => mapped.has(target) && isEmpty(properties[target]));
  return missing === undefined ? null : { code: 'missing_required', name: missing };
}

/** How a row ends that is left out: with the record it is linked to, untouched. */
export function skipped(row: ClaimedSync, skip: Skip, connector: Pick<Connector, 'recordUrl'>): Verdict {
  const { crmId, object } = row;
  return {
    status: 'processed',
    burned: false,
    maybeSent: false,
    skip,
    ...(crmId === null ? {} : { crm: { id: crmId, url: connector.recordUrl(object, crmId), action: 'unchanged' } }),
    outcome: null,
  };
}

/** What to remember of a write, for `mayBeUnchanged`; undefined where the CRM did not take everything as sent. */
export function writtenDigest(
  row: ClaimedSync,
  version: number | undefined,
  mapped: MappedField[],
  fields: NonNullable<Settlement['fields']>,
): string | undefined {
  return version === undefined || isMarked(fields) ? undefined : digest(row, version, mapped);
}

/** A few microseconds a row. With the company it belongs to: a deal may move to another one. */
function digest({ companyCrmId }: ClaimedSync, version: number, mapped: MappedField[]): string {
  return hash(
    'sha1',
    JSON.stringify([version, companyCrmId, mapped.map(({ target, made }) => [target, made])]),
    'base64',
  );
}

function holds({ properties: there, missing = [] }: CrmRecord, properties: Properties): boolean {
  return missing.length === 0 && Object.entries(properties).every(([name, value]) => sameValue(there[name], value));
}

function isEmpty(value: Properties[string] | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
