import * as v from 'valibot';
import { ALERT_KINDS, ALERT_LANGUAGES, ALERT_PACES, ALERT_TOPICS, MOST_ALERT_EMAILS } from './alert-choices.js';
import { httpUrl, id, time } from './fields.js';

const about = v.pipe(
  v.array(v.picklist(ALERT_TOPICS, `must be one of ${ALERT_TOPICS.join(', ')}`)),
  v.minLength(1, 'must name at least one topic'),
  v.transform((topics) => ALERT_TOPICS.filter((topic) => topics.includes(topic))),
);
const pace = v.picklist(ALERT_PACES, `must be one of ${ALERT_PACES.join(', ')}`);
const language = v.picklist(ALERT_LANGUAGES, `must be one of ${ALERT_LANGUAGES.join(', ')}`);
const choices = {
  about: v.optional(about, [...ALERT_TOPICS]),
  pace: v.optional(pace, 'at_once'),
  language: v.optional(language, 'en'),
};
const emails = v.pipe(
  v.array(v.pipe(v.string(), v.trim(), v.maxLength(320), v.email('must be an e-mail address'))),
  v.minLength(1, 'must name at least one address'),
  v.maxLength(MOST_ALERT_EMAILS, `must have at most ${MOST_ALERT_EMAILS} entries`),
);

/** `POST /v1/alerts`: whom to tell, of what, how often at most. A `url` is kept like a password and never shown again. */
export const alertInputSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('email'), emails, ...choices }),
  v.strictObject({ kind: v.literal('slack'), url: httpUrl, ...choices }),
]);
export type AlertInput = v.InferInput<typeof alertInputSchema>;
export type ParsedAlertInput = v.InferOutput<typeof alertInputSchema>;

/** `PATCH /v1/alerts/{id}`: absent leaves. */
export const alertChangeSchema = v.strictObject({
  about: v.optional(about),
  pace: v.optional(pace),
  language: v.optional(language),
  enabled: v.optional(v.boolean()),
});
export type AlertChange = v.InferInput<typeof alertChangeSchema>;
export type ParsedAlertChange = v.InferOutput<typeof alertChangeSchema>;

/** An alert. `to` is its addresses, or the server of its `url`. `error` is set while its messages do not go out. */
export const alertSchema = v.object({
  id,
  kind: v.picklist(ALERT_KINDS),
  to: v.string(),
  about: v.array(v.picklist(ALERT_TOPICS)),
  pace: v.picklist(ALERT_PACES),
  language: v.picklist(ALERT_LANGUAGES),
  enabled: v.boolean(),
  lastSentAt: v.nullable(time),
  error: v.nullable(v.object({ message: v.string(), since: time })),
  createdAt: time,
});
export type Alert = v.InferOutput<typeof alertSchema>;

/** `canEmail`: this server has a mail server to send by. */
export const alertListSchema = v.object({
  items: v.array(alertSchema),
  nextCursor: v.nullable(v.string()),
  canEmail: v.boolean(),
});
export type AlertList = v.InferOutput<typeof alertListSchema>;

/** `POST /v1/alerts/{id}/test`: whether a message went out just now, or why not. */
export const alertTestSchema = v.object({ sent: v.boolean(), error: v.nullable(v.string()) });
export type AlertTest = v.InferOutput<typeof alertTestSchema>;
