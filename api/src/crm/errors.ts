import type { SyncErrorCode } from '@integration-queue/shared/sync-errors';
import type { Mask } from './masking.js';
import type { Call } from './overhearing.js';

/**
 * Every way a CRM can fail us, each with its rule.
 *
 * | kind            | attempt | stops       | then                                             |
 * |-----------------|---------|-------------|--------------------------------------------------|
 * | refused         | burned  | the row     | error at once                                    |
 * | batch_rejected  | burned  | the batch   | split until the guilty row is alone              |
 * | transient       | burned  | the row     | back-off with jitter; outcome unknown            |
 * | unreachable     | kept    | integration | probed with back-off; outcome unknown            |
 * | rate_limited    | kept    | integration | waits until the CRM says                         |
 * | unauthorized    | kept    | integration | needs attention; probed                          |
 * | mapping_broken  | kept    | integration | needs attention; the mapping must be mended      |
 */
export type CrmProblemKind =
  'refused' | 'batch_rejected' | 'transient' | 'unreachable' | 'rate_limited' | 'unauthorized' | 'mapping_broken';

/** A record as people know it. */
export interface NamedRecord {
  id: string;
  name: string;
}

export interface CrmProblemDetails {
  code: SyncErrorCode;
  /** One English sentence: what happened. */
  message: string;
  /** One English sentence: what to do. */
  hint?: string;
  /** The CRM field concerned. */
  field?: string;
  /** The CRM's own words. */
  crmMessage?: string;
  /** Of `ambiguous_match`: the records to choose from. */
  candidates?: NamedRecord[];
  httpStatus?: number;
  /** The CRM's answer about this record alone, as it came. */
  answer?: unknown;
  /** The call that failed; null where none left. */
  call?: Call | null;
  /** Milliseconds the CRM asked us to wait. */
  retryAfterMs?: number;
  /** The call may have had its effect although it failed (no answer, 5xx). */
  maybeSent?: boolean;
}

/** A classified failure: of one row (inside an `Outcome`) or, thrown, of a whole call. */
export class CrmProblem extends Error {
  constructor(
    readonly kind: CrmProblemKind,
    readonly details: CrmProblemDetails,
  ) {
    super(details.message);
    this.name = 'CrmProblem';
  }

  /** The same failure with the call that brought it, unless it has one. */
  from(call: Call | null): CrmProblem {
    return this.details.call === undefined ? new CrmProblem(this.kind, { ...this.details, call }) : this;
  }

  /** The same failure in words without secrets. Its answer and its call are left as they are. */
  masked(mask: Mask): CrmProblem {
    const { message, hint, crmMessage } = this.details;
    return new CrmProblem(this.kind, {
      ...this.details,
      message: mask(message),
      ...(hint === undefined ? {} : { hint: mask(hint) }),
      ...(crmMessage === undefined ? {} : { crmMessage: mask(crmMessage) }),
    });
  }
}
