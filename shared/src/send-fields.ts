import * as v from 'valibot';
import { id } from './fields.js';
import { crmFieldSchema, crmOptionSchema } from './mapping.js';

/**
 * A field of a deal or task that arrives in this CRM, because its field mapping takes it there: our name (`stage`), the
 * CRM's label, and what may be chosen, null where anything may be written.
 */
export const sendFieldSchema = v.object({
  field: v.string(),
  label: v.string(),
  type: crmFieldSchema.entries.type,
  required: v.boolean(),
  options: v.nullable(v.array(crmOptionSchema)),
});
export type SendField = v.InferOutput<typeof sendFieldSchema>;

/** `GET /v1/integrations/{id}/send-fields?object=`: what a deal or task can say in this CRM, with its live options. */
export const sendFieldListSchema = v.object({
  integrationId: id,
  object: v.picklist(['deal', 'task']),
  items: v.array(sendFieldSchema),
});
export type SendFieldList = v.InferOutput<typeof sendFieldListSchema>;

export const sendFieldsQuerySchema = v.strictObject({ object: v.picklist(['deal', 'task'], 'must be deal or task') });
