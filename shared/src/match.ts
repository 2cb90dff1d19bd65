import * as v from 'valibot';
import { text } from './fields.js';

/** A CRM record that may be the one an entry is about. `url` is its page, null where there is none. */
export const candidateSchema = v.object({ id: v.string(), name: v.string(), url: v.nullable(v.string()) });
export type Candidate = v.InferOutput<typeof candidateSchema>;

/**
 * `POST /v1/syncs/{id}/match`: which of an entry's candidates it is about; null for none of them, so that a record of its
 * own is created.
 */
export const matchChoiceSchema = v.strictObject({ crmId: v.nullable(v.pipe(v.string(), v.minLength(1))) });
export type MatchChoice = v.InferOutput<typeof matchChoiceSchema>;

/** `GET /v1/integrations/{id}/matches`: records a company on this host, or on the host of this address, may be. */
export const matchQuerySchema = v.strictObject({ domain: text(2000) });
export type MatchQuery = v.InferOutput<typeof matchQuerySchema>;

/** At most 25 records, as the CRM lists them; none where it has none, or cannot be searched. */
export const matchListSchema = v.object({ items: v.array(candidateSchema) });
export type MatchList = v.InferOutput<typeof matchListSchema>;
