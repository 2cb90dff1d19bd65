import * as v from 'valibot';
import { date, finiteNumber, text } from './fields.js';

/** A deal to send with its company. `externalId` makes a later sync of the same deal an update. `amount` in `currency`. */
export const dealInputSchema = v.strictObject({
  externalId: v.optional(text(200)),
  title: text(500),
  amount: v.optional(finiteNumber),
  currency: v.optional(
    v.pipe(v.string(), v.trim(), v.toUpperCase(), v.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')),
  ),
  pipeline: v.optional(text(200)),
  stage: v.optional(text(200)),
  closeDate: v.optional(date),
  owner: v.optional(text(200)),
  description: v.optional(text(65_536)),
});
export type DealInput = v.InferOutput<typeof dealInputSchema>;
