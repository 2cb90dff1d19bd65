import * as v from 'valibot';

/** What becomes of a send whose record was deleted in the CRM: an error that says so, or a new record. */
export const WHEN_DELETED = ['report', 'recreate'] as const;
export type WhenDeleted = (typeof WHEN_DELETED)[number];

/** Most blocked domains of an integration: what a tick can hold in memory without a thought. */
export const MOST_BLOCKED_DOMAINS = 2_000;

/**
 * `GET /v1/integrations/{id}/rules`: how an integration sends. `blockedDomains` are bare hosts in their ASCII form, in
 * the order of the alphabet; each also stands for what is below it. Services and triggers send nothing to the CRM of a
 * company there, people still can.
 */
export const sendingRulesSchema = v.object({
  whenDeleted: v.picklist(WHEN_DELETED),
  blockedDomains: v.array(v.string()),
});
export type SendingRules = v.InferOutput<typeof sendingRulesSchema>;

/**
 * `PATCH /v1/integrations/{id}/rules`: what is absent stays as it is. A blocked domain may be a host, a web address or an
 * e-mail address.
 */
export const sendingRulesChangeSchema = v.strictObject({
  whenDeleted: v.optional(v.picklist(WHEN_DELETED, `must be one of ${WHEN_DELETED.join(', ')}`)),
  blockedDomains: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(2_000, 'must have at most 2000 characters'))),
      v.maxLength(MOST_BLOCKED_DOMAINS, `must have at most ${MOST_BLOCKED_DOMAINS} domains`),
    ),
  ),
});
export type SendingRulesChange = v.InferOutput<typeof sendingRulesChangeSchema>;
