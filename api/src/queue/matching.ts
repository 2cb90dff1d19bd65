import type { CrmAction } from '@integration-queue/shared/vocabulary';
import { ambiguousMatch, nameRecord } from '../crm/ambiguous.js';
import type { CrmRecord, Found, Limits, Properties } from '../crm/connector.js';
import { sameValue } from '../integrations/mapping/receipt.js';
import type { ClaimedSync } from './sql/claim.js';
import type { Verdict } from './verdicts.js';

/** A write that is known to have landed although its answer was lost. What was there before it is not known. */
export interface Landed {
  kind: 'written';
  crmId: string;
  action: CrmAction;
  after: Properties;
  /** What of it is still to be written by a call of its own; absent where all is there. */
  missing?: string[];
}

/** What a look-up means for a row: it ends here, or it is sent, to `record` where one was found. */
export type Match =
  | { kind: 'ended'; verdict: Verdict }
  | {
      kind: 'send';
      record: CrmRecord | undefined;
      /** Given what would be sent: whether it is there already. */
      verify?: (properties: Properties) => Landed | 'cancelled' | 'resend';
    };

/**
 * Decides what to do with a claimed row after its look-up. A row that may have been sent is never sent again before it
 * was looked up; where the CRM cannot be asked, a person has to decide. Several records with the company's domain are
 * said, never guessed: which one it is, or that it is none, is a choice kept with the link or the row.
 */
export function decideMatch(row: ClaimedSync, found: Found | undefined, limits: Limits): Match {
  if (row.maybeSent && limits.lookup === 0) return { kind: 'ended', verdict: OUTCOME_UNKNOWN };
  const match = row.maybeSent ? decideUnknown(row, found, limits.searchLagMs) : decideKnown(found);
  if (match.kind === 'ended' || row.object === 'company' || row.companyCrmId !== null) return match;
  const verdict = row.companySyncId === null ? COMPANY_MISSING : waitFor(row.companySyncId);
  return { kind: 'ended', verdict: { ...verdict, maybeSent: row.maybeSent } };
}

function decideKnown(found: Found | undefined): Match {
  if (found?.by === 'domain' && found.records.length > 1) return { kind: 'ended', verdict: ambiguous(found.records) };
  return { kind: 'send', record: found?.records[0] };
}

function decideUnknown(row: ClaimedSync, found: Found | undefined, searchLagMs: number): Match {
  const record = found?.by === 'key' || found?.by === 'id' ? found.records[0] : undefined;
  if (record) return { kind: 'send', record, verify: (properties) => verify(row, record, properties) };
  // Without an answer nothing is known either: better late than twice.
  if (!found || row.ageSeconds * 1000 < searchLagMs) {
    return { kind: 'ended', verdict: notYetBelieved(searchLagMs) };
  }
  if (row.cancelRequested) return { kind: 'ended', verdict: CANCELLED };
  return decideKnown(found);
}

/**
 * A record with our key where a create may have left was made by it, whatever the CRM made of the values since. An update
 * has landed where the record holds what it would write.
 */
function verify(row: ClaimedSync, record: CrmRecord, properties: Properties): Landed | 'cancelled' | 'resend' {
  const created = row.crmId === null && row.targetId === null && !row.recordUnknown;
  const missing = (record.missing ?? []).filter((name) => (properties[name] ?? null) !== null);
  const holds = Object.entries(properties).every(
    ([name, value]) => missing.includes(name) || sameValue(record.properties[name], value),
  );
  const landed = created || holds;
  if (row.cancelRequested && !landed) return 'cancelled';
  if (!landed) return 'resend';
  return {
    kind: 'written',
    crmId: record.id,
    action: created ? 'created' : 'updated',
    after: record.properties,
    ...(missing.length > 0 && !row.cancelRequested ? { missing } : {}),
  };
}

/** The whole lag anew: this look-up counts as a change, and one that waited for the rest only would be too early again. */
function notYetBelieved(searchLagMs: number): Verdict {
  return {
    status: 'pending',
    reason: 'retrying',
    delayMs: searchLagMs,
    burned: false,
    maybeSent: true,
    outcome: 'unknown',
  };
}

/** Asked to be deleted, and the CRM does not hold it: `settle` makes it deleted. */
export const CANCELLED: Verdict = {
  status: 'pending',
  delayMs: 0,
  burned: false,
  maybeSent: false,
  outcome: null,
};

const OUTCOME_UNKNOWN: Verdict = {
  status: 'error',
  burned: false,
  maybeSent: true,
  error: {
    code: 'outcome_unknown',
    message: 'Nobody knows whether this arrived: the answer was lost, and this CRM cannot be asked',
    hint: 'Look for it there; retry sends it again',
  },
  outcome: 'unknown',
};

/** Its company is on its way: an entry that was retried before its company went. */
function waitFor(companySyncId: string): Verdict {
  return {
    status: 'pending',
    reason: 'waits_for_company',
    waitsFor: companySyncId,
    burned: false,
    maybeSent: false,
    outcome: null,
  };
}

const COMPANY_MISSING: Verdict = {
  status: 'error',
  burned: false,
  maybeSent: false,
  error: {
    code: 'company_failed',
    message: 'The company this belongs to is not in the CRM',
    hint: 'Send the company, then retry',
  },
  outcome: 'refused',
};

function ambiguous(records: CrmRecord[]): Verdict {
  const { code, message, hint = '', ...said } = ambiguousMatch(records.map(nameRecord));
  return {
    status: 'error',
    burned: true,
    maybeSent: false,
    error: { code, message, hint, ...said },
    outcome: 'refused',
  };
}
