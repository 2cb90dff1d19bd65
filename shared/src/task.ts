import * as v from 'valibot';
import { date, text } from './fields.js';

/** A task to send with its company. `externalId` makes a later sync of the same task an update. */
export const taskInputSchema = v.strictObject({
  externalId: v.optional(text(200)),
  subject: text(500),
  dueDate: v.optional(date),
  type: v.optional(text(200)),
  priority: v.optional(text(200)),
  owner: v.optional(text(200)),
  description: v.optional(text(65_536)),
});
export type TaskInput = v.InferOutput<typeof taskInputSchema>;
