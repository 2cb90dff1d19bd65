import * as v from 'valibot';
import { id, page, text, time } from './fields.js';
import { ROLES, SCOPES } from './vocabulary.js';

/** `POST /v1/sessions`. */
export const credentialsSchema = v.strictObject({
  email: v.pipe(v.string(), v.trim(), v.maxLength(320)),
  password: v.pipe(v.string(), v.maxLength(1000)),
});
export type Credentials = v.InferOutput<typeof credentialsSchema>;

export const memberSchema = v.object({
  id,
  name: v.string(),
  email: v.string(),
  role: v.picklist(ROLES),
  createdAt: time,
});
export type Member = v.InferOutput<typeof memberSchema>;
export const memberListSchema = page(memberSchema);

export const memberInputSchema = v.strictObject({
  email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email('must be an e-mail address'), v.maxLength(320)),
  name: text(200),
  role: v.picklist(ROLES),
  password: v.pipe(v.string(), v.minLength(10, 'must have at least 10 characters'), v.maxLength(1000)),
});
export type MemberInput = v.InferOutput<typeof memberInputSchema>;
export const memberChangeSchema = v.strictObject({
  name: v.optional(text(200)),
  role: v.optional(v.picklist(ROLES)),
  password: v.optional(v.pipe(v.string(), v.minLength(10, 'must have at least 10 characters'), v.maxLength(1000))),
});
export type MemberChange = v.InferOutput<typeof memberChangeSchema>;

/** A session: the access token lives 15 minutes, the refresh token is good for one use. */
export const sessionSchema = v.object({
  token: v.string(),
  refreshToken: v.string(),
  expiresAt: time,
  member: memberSchema,
});
export type Session = v.InferOutput<typeof sessionSchema>;
export const refreshSchema = v.strictObject({ refreshToken: v.pipe(v.string(), v.maxLength(500)) });

/** `GET /v1/me`: who is asking. Exactly one of `member` and `apiKey` is set. */
export const meSchema = v.object({
  workspace: v.object({ id, name: v.string() }),
  member: v.nullable(memberSchema),
  apiKey: v.nullable(v.object({ id, name: v.string() })),
  role: v.picklist(ROLES),
  scopes: v.array(v.picklist(SCOPES)),
});
export type Me = v.InferOutput<typeof meSchema>;

const future = v.pipe(
  time,
  v.check((at) => Date.parse(at) > Date.now(), 'must be in the future'),
);

/**
 * `POST /v1/api-keys`. A key never gets more than its maker has. `requestsPerMinute` sets a limit below the server's own
 * (6,000 unless its operator chose another).
 */
export const apiKeyInputSchema = v.strictObject({
  name: text(200),
  scopes: v.pipe(v.array(v.picklist(SCOPES)), v.minLength(1, 'must name at least one scope')),
  expiresAt: v.optional(future),
  requestsPerMinute: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))),
});
export type ApiKeyInput = v.InferOutput<typeof apiKeyInputSchema>;

export const apiKeySchema = v.object({
  id,
  name: v.string(),
  /** The first characters, to recognise the key by. */
  prefix: v.string(),
  scopes: v.array(v.picklist(SCOPES)),
  createdAt: time,
  expiresAt: v.nullable(time),
  lastUsedAt: v.nullable(time),
  /** Its own limit; null for the server's. */
  requestsPerMinute: v.nullable(v.number()),
  /** Until when its secret before the last rotation works; null where there is none. */
  previousUntil: v.nullable(time),
});
export type ApiKey = v.InferOutput<typeof apiKeySchema>;
export const apiKeyListSchema = page(apiKeySchema);
/** Longest, and usual, time in which a rotated key's old secret works on, in seconds. */
export const LONGEST_OVERLAP = 7 * 86_400;
export const USUAL_OVERLAP = 86_400;

/**
 * `POST /v1/api-keys/{id}/rotate`: a new secret. The old one works for `overlapSeconds` more, 0 for not at all; an older
 * one ends at once. `expiresAt` sets another end of the key; absent leaves it.
 */
export const apiKeyRotationSchema = v.strictObject({
  overlapSeconds: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LONGEST_OVERLAP, 'must be at most seven days')),
    USUAL_OVERLAP,
  ),
  expiresAt: v.optional(future),
});
export type ApiKeyRotation = v.InferInput<typeof apiKeyRotationSchema>;

/** The answer to creating or rotating a key: the only time the key itself is shown. */
export const createdApiKeySchema = v.object({ ...apiKeySchema.entries, key: v.string() });
export type CreatedApiKey = v.InferOutput<typeof createdApiKeySchema>;
