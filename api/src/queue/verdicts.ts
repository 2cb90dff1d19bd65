import type { AttemptOutcome } from '@integration-queue/shared/vocabulary';
import type { Properties } from '../crm/connector.js';
import type { CrmProblem, NamedRecord } from '../crm/errors.js';
import type { Said } from '../crm/failures.js';
import { backoff, MOST_ATTEMPTS } from './backoff.js';
import type { ClaimedSync } from './sql/claim.js';
import type { Settlement } from './sql/settle.js';

/** What went wrong, as an entry keeps it; its candidates get their links when it is settled. */
export type EntryError = Omit<NonNullable<Settlement['error']>, 'candidates'> & { candidates?: NamedRecord[] };

/** How a row ends this time. `outcome` is what its history says, null where nothing was tried. */
export type Verdict = Omit<Settlement, 'id' | 'attempt' | 'mappingVersion' | 'error'> & {
  error?: EntryError;
  outcome: AttemptOutcome | null;
  problem?: CrmProblem;
  /** The CRM's own words to a success, for the history. */
  said?: Said;
  /** What left for this row, where anything did. */
  sent?: Properties | undefined;
  /** The answer was to several rows at once. */
  shared?: boolean;
};

/** What the batch around a row knows. */
export interface Circumstances {
  /** The whole call failed, not this row alone. */
  wholeCall: boolean;
  /** The write had left; false for a failure of what comes before it. */
  left: boolean;
  /** The integration is being probed: a failure says nothing about the row. */
  probing: boolean;
  /** A record that was deleted in the CRM is created again. */
  recreate?: boolean;
  /** Milliseconds a batch waits together, so that it is one batch again. */
  delayMs?: number;
}

/** What a failure means for a row: the rules of the table in `crm/errors.ts`. */
export function judge(
  row: ClaimedSync,
  problem: CrmProblem,
  { wholeCall, left, probing, recreate = false, delayMs }: Circumstances,
): Verdict {
  const { kind, details } = problem;
  const maybeSent = left ? (details.maybeSent ?? false) : row.maybeSent;
  // What concerns the integration is said there, and not by its thousands of rows.
  const waitForIntegration = (outcome: AttemptOutcome | null): Verdict => ({
    status: 'pending',
    delayMs: 0,
    burned: false,
    maybeSent,
    outcome: left ? outcome : null,
    problem,
  });
  const retry = (burned: boolean): Verdict => ({
    status: 'pending',
    reason: 'retrying',
    delayMs: delayMs ?? backoff(row.attempts),
    burned,
    maybeSent,
    error: say(problem),
    outcome: maybeSent ? 'unknown' : 'transient',
    problem,
  });
  // Only what was linked: the next try has no link, and finds or creates the record.
  if (details.code === 'record_deleted' && recreate && row.crmId !== null) {
    return { status: 'pending', delayMs: 0, burned: true, maybeSent, unlink: true, outcome: 'refused', problem };
  }
  switch (kind) {
    case 'refused':
    case 'batch_rejected':
      return {
        status: 'error',
        burned: true,
        maybeSent,
        error: say(problem),
        unlink: details.code === 'record_deleted',
        outcome: 'refused',
        problem,
      };
    case 'rate_limited':
      return waitForIntegration(null);
    case 'unauthorized':
    case 'mapping_broken':
      return waitForIntegration(kind);
    case 'unreachable':
      return retry(false);
    case 'transient': {
      const burned = !(wholeCall && probing);
      return burned && row.attempts + 1 >= MOST_ATTEMPTS ? giveUp(problem, maybeSent) : retry(burned);
    }
  }
}

/** The words of a problem, as an entry keeps them. */
export function say({ details }: CrmProblem): EntryError {
  const { code, message, hint = '', field, crmMessage, candidates } = details;
  return {
    code,
    message,
    hint,
    ...(field ? { field } : {}),
    ...(crmMessage ? { crmMessage } : {}),
    ...(candidates ? { candidates } : {}),
  };
}

function giveUp(problem: CrmProblem, maybeSent: boolean): Verdict {
  return {
    status: 'error',
    burned: true,
    maybeSent,
    error: {
      ...say(problem),
      code: 'gave_up',
      message: `${MOST_ATTEMPTS} attempts failed: ${problem.details.message}`,
      hint: 'Retry when the CRM works again; it is looked up first',
    },
    outcome: maybeSent ? 'unknown' : 'transient',
    problem,
  };
}
