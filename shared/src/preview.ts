import * as v from 'valibot';
import { companyInputSchema } from './company.js';
import { dealInputSchema } from './deal.js';
import { id } from './fields.js';
import { mappingInputSchema, mappingProblemSchema } from './mapping.js';
import { candidateSchema } from './match.js';
import { receiptFieldSchema } from './sync.js';
import { taskInputSchema } from './task.js';

/** `POST …/mappings/{object}/preview`. `rows` tries a mapping that is not saved yet; without it the one in force. */
export const previewInputSchema = v.pipe(
  v.strictObject({
    companyId: v.optional(id),
    company: v.optional(companyInputSchema),
    deal: v.optional(dealInputSchema),
    task: v.optional(taskInputSchema),
    rows: v.optional(mappingInputSchema.entries.rows),
  }),
  v.check((s) => (s.companyId === undefined) !== (s.company === undefined), 'give either companyId or company'),
);
export type PreviewInput = v.InferOutput<typeof previewInputSchema>;

/**
 * What a send would write; nothing is sent. `record` is the CRM's record it would go to, null where one would be created, as
 * by every send of a deal or task without an `externalId`;
 * `candidates` are more than one match, between which a person has to choose.
 */
export const previewSchema = v.object({
  record: v.nullable(v.object({ id: v.string(), url: v.nullable(v.string()) })),
  candidates: v.array(candidateSchema),
  fields: v.array(receiptFieldSchema),
  problems: v.array(mappingProblemSchema),
});
export type Preview = v.InferOutput<typeof previewSchema>;
