import * as v from 'valibot';

/** `current` is what holds today, `as_sent` what the failed attempt was made with. */
const THEN_OR_NOW = ['current', 'as_sent'] as const;
const thenOrNow = v.optional(v.picklist(THEN_OR_NOW, `must be one of ${THEN_OR_NOW.join(', ')}`), 'current');

/**
 * How to send again: with which version of the field mapping, and with which company data. An entry that may have arrived
 * already keeps its data in any case: what it would be looked up by must be what was sent.
 */
export const retryChoiceEntries = {
  mapping: thenOrNow,
  data: thenOrNow,
  /** Sends what was skipped as well, and skips nothing: neither a blocked domain, nor a missing field, nor what is there. */
  anyway: v.optional(v.boolean(), false),
};

/** `POST /v1/syncs/{id}/retry`; without a body everything is as it is today. */
export const retryChoiceSchema = v.strictObject(retryChoiceEntries);
export type RetryChoice = v.InferInput<typeof retryChoiceSchema>;
export type ParsedRetryChoice = v.InferOutput<typeof retryChoiceSchema>;
