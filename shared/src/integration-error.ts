import * as v from 'valibot';
import { time } from './fields.js';

/** What concerns the whole integration: what happened, what to do, since when. */
export const integrationErrorSchema = v.object({
  code: v.string(),
  message: v.string(),
  hint: v.string(),
  since: time,
  /** The CRM's field it is about, and what people call that, where the comparison of mapping and schema tells. */
  field: v.optional(v.string()),
  fieldLabel: v.optional(v.string()),
});
export type IntegrationError = v.InferOutput<typeof integrationErrorSchema>;
