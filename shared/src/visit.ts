import * as v from 'valibot';
import { companyInputSchema } from './company.js';
import { httpUrl, id, text, time } from './fields.js';

/** Most items of one `POST /v1/visits`. */
export const VISIT_BATCH_LIMIT = 1000;

/**
 * One visit of a company. Exactly one of `companyId`, `externalId`, `domain` and `company` says whose; only `company`
 * creates one that is not there yet. `at` may come late and in any order. `page` is what triggers look at: a path like
 * `/pricing`, or a title; where it is absent, the path of `url`. `visitId` is the caller's own id: the same visit of a
 * company sent again is known by it and counts once.
 */
export const visitInputSchema = v.pipe(
  v.strictObject({
    companyId: v.optional(id),
    externalId: v.optional(text(200)),
    domain: v.optional(text(2000)),
    company: v.optional(companyInputSchema),
    at: time,
    page: v.optional(text(2000)),
    url: v.optional(httpUrl),
    visitId: v.optional(text(200)),
  }),
  v.check(
    ({ companyId, externalId, domain, company }) =>
      [companyId, externalId, domain, company].filter((one) => one !== undefined).length === 1,
    'give one of companyId, externalId, domain and company',
  ),
);
export type VisitInput = v.InferOutput<typeof visitInputSchema>;

/** `POST /v1/visits`. Items are checked one by one: a bad one never loses the others. */
export const visitBatchSchema = v.strictObject({
  items: v.pipe(v.array(v.unknown()), v.minLength(1, 'must not be empty')),
});

/** What became of one item. `duplicate`: this `visitId` of the company was stored before; `id` is that visit. */
export const visitBatchResultSchema = v.object({
  index: v.number(),
  id: v.nullable(id),
  companyId: v.nullable(id),
  status: v.picklist(['accepted', 'duplicate', 'invalid']),
  errors: v.optional(v.array(v.object({ path: v.string(), message: v.string() }))),
});
export type VisitBatchResult = v.InferOutput<typeof visitBatchResultSchema>;
export const visitBatchAnswerSchema = v.object({ results: v.array(visitBatchResultSchema) });
export type VisitBatchAnswer = v.InferOutput<typeof visitBatchAnswerSchema>;
