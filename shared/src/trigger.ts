import * as v from 'valibot';
import { checkTrigger } from './check-trigger.js';
import { dealInputSchema } from './deal.js';
import { finiteNumber, id, text, time } from './fields.js';
import { taskInputSchema } from './task.js';
import { TRIGGER_EVENTS, TRIGGER_OPERATORS, type TriggerOperator } from './trigger-fields.js';
import { MOST_ACTIONS } from './trigger-limits.js';

const scalar = v.union([v.pipe(v.string(), v.maxLength(500)), finiteNumber, v.boolean()]);
const listed = v.union([v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)), finiteNumber]);

/** One question about one field, or a group of them. */
export type TriggerCondition =
  | { field: string; operator: TriggerOperator; value?: string | number | boolean | (string | number)[] | undefined }
  | { all: TriggerCondition[] }
  | { any: TriggerCondition[] };
export type TriggerGroup = Exclude<TriggerCondition, { field: string }>;

/** `{ field: 'country', operator: 'in', value: ['DE', 'AT'] }` */
const questionSchema = v.strictObject({
  field: text(200),
  operator: v.picklist(TRIGGER_OPERATORS),
  value: v.optional(v.union([scalar, v.pipe(v.array(listed), v.minLength(1, 'must not be empty'), v.maxLength(500))])),
});
const nodesSchema = v.pipe(
  v.array(v.lazy((input): v.GenericSchema<unknown, TriggerCondition> => schemaOf(input))),
  v.maxLength(50, 'must have at most 50 entries'),
);
const allSchema = v.strictObject({ all: nodesSchema });
const anySchema = v.strictObject({ any: nodesSchema });
/** Conditions, `all` or `any` of which must hold; groups may stand in groups. */
export const triggerConditionSchema: v.GenericSchema<unknown, TriggerCondition> = v.union([
  questionSchema,
  allSchema,
  anySchema,
]);

/** Chosen by what came in, so that a fault is told at its own place and not as "none of these". */
function schemaOf(input: unknown): v.GenericSchema<unknown, TriggerCondition> {
  if (input === undefined) return triggerConditionSchema;
  if (typeof input !== 'object' || input === null) return questionSchema;
  return 'all' in input ? allSchema : 'any' in input ? anySchema : questionSchema;
}

const groupSchema = v.lazy((input): v.GenericSchema<unknown, TriggerGroup> => {
  if (input === undefined) return triggerGroupSchema;
  return typeof input === 'object' && input !== null && 'any' in input ? anySchema : allSchema;
});
/** The outermost group. An empty `all` holds always. */
export const triggerGroupSchema: v.GenericSchema<unknown, TriggerGroup> = v.union([allSchema, anySchema]);

/**
 * Who owns what is sent, as the CRM knows its people: one, one by the value of a field (`otherwise` where none fits), or one
 * of several, the same for the same company each time.
 */
export const triggerOwnerSchema = v.union([
  v.strictObject({ fixed: text(200) }),
  v.strictObject({
    by: text(200),
    values: v.pipe(
      v.record(text(500), text(200)),
      v.check((values) => Object.keys(values).length <= 500, 'must have at most 500 entries'),
    ),
    otherwise: v.optional(text(200)),
  }),
  v.strictObject({ among: v.pipe(v.array(text(200)), v.minLength(1, 'must not be empty'), v.maxLength(100)) }),
]);
export type TriggerOwner = v.InferOutput<typeof triggerOwnerSchema>;

const days = v.pipe(v.number(), v.integer('must be whole days'), v.minValue(0), v.maxValue(3650));
const { title, amount, currency, pipeline, stage } = dealInputSchema.entries;
const { subject, type, priority } = taskInputSchema.entries;
const owner = v.optional(triggerOwnerSchema);
const description = v.optional(text(10_000));

/** What a trigger sends. `title`, `subject` and `description` are templates such as `{{name}}, {{city}}`. */
export const triggerActionSchema = v.variant('object', [
  v.strictObject({ object: v.literal('company') }),
  v.strictObject({
    object: v.literal('deal'),
    deal: v.strictObject({
      title,
      amount,
      currency,
      pipeline,
      stage,
      owner,
      description,
      closeInDays: v.optional(days),
    }),
  }),
  v.strictObject({
    object: v.literal('task'),
    task: v.strictObject({ subject, type, priority, owner, description, dueInDays: v.optional(days) }),
  }),
]);
export type TriggerAction = v.InferOutput<typeof triggerActionSchema>;

/** How often for one company: once ever, each time, or at most once in so many days. */
export const triggerRepeatSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('once') }),
  v.strictObject({ kind: v.literal('each') }),
  v.strictObject({ kind: v.literal('days'), days: v.pipe(days, v.minValue(1)) }),
]);
export type TriggerRepeat = v.InferOutput<typeof triggerRepeatSchema>;

const triggerEntries = {
  name: text(200),
  on: v.picklist(TRIGGER_EVENTS),
  integrationId: id,
  conditions: groupSchema,
  actions: v.pipe(
    v.array(triggerActionSchema),
    v.minLength(1, 'must not be empty'),
    v.maxLength(MOST_ACTIONS, `must have at most ${MOST_ACTIONS} entries`),
  ),
  repeat: v.optional(triggerRepeatSchema, { kind: 'once' }),
  dailyCap: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))), null),
  stop: v.optional(v.boolean(), false),
  enabled: v.optional(v.boolean(), false),
};

/**
 * `POST /v1/triggers`: when a company matches, send these objects to that integration. `dailyCap` is how often it fires in
 * a day (UTC) at most. Triggers are looked at in their order; where `stop` is true, those after this one do not see what it
 * fired for.
 */
export const triggerInputSchema = v.pipe(
  v.strictObject(triggerEntries),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const { path, message } of checkTrigger(dataset.value)) {
      const [first, ...rest] = path.split('.').map((key) => ({
        type: 'unknown' as const,
        origin: 'value' as const,
        input: dataset.value,
        key,
        value: undefined,
      }));
      addIssue({ message, ...(first ? { path: [first, ...rest] } : {}) });
    }
  }),
);
export type TriggerDraft = v.InferInput<typeof triggerInputSchema>;
export type TriggerInput = v.InferOutput<v.StrictObjectSchema<typeof triggerEntries, undefined>>;

/** `PATCH /v1/triggers/{id}`: absent leaves. `position` moves it in the order; 1 is looked at first. */
export const triggerChangeSchema = v.strictObject({
  name: v.optional(triggerEntries.name),
  on: v.optional(triggerEntries.on),
  integrationId: v.optional(id),
  conditions: v.optional(groupSchema),
  actions: v.optional(triggerEntries.actions),
  repeat: v.optional(triggerRepeatSchema),
  dailyCap: v.optional(triggerEntries.dailyCap.wrapped),
  stop: v.optional(v.boolean()),
  enabled: v.optional(v.boolean()),
  position: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
export type TriggerChange = v.InferOutput<typeof triggerChangeSchema>;

/** A trigger as the API answers it. `integrationName` is null where the integration was disconnected: it then never fires. */
export const triggerSchema = v.object({
  ...triggerEntries,
  id,
  repeat: triggerRepeatSchema,
  dailyCap: v.nullable(v.number()),
  stop: v.boolean(),
  enabled: v.boolean(),
  position: v.number(),
  integrationName: v.nullable(v.string()),
  firedToday: v.number(),
  lastFiredAt: v.nullable(time),
  createdAt: time,
  updatedAt: time,
});
export type Trigger = v.InferOutput<typeof triggerSchema>;
export const triggerListSchema = v.object({ items: v.array(triggerSchema), nextCursor: v.nullable(v.string()) });
export type TriggerList = v.InferOutput<typeof triggerListSchema>;

/**
 * `POST /v1/triggers/test` and `/{id}/test`: what it would have done with the last 100 companies and their visits, had it
 * been on. `sends` counts what would have gone out; nothing is sent. `items` are the companies, the latest first.
 */
export const triggerTestSchema = v.object({
  checked: v.number(),
  matched: v.number(),
  sends: v.number(),
  items: v.array(
    v.object({
      company: v.object({ id, name: v.string(), domain: v.nullable(v.string()) }),
      times: v.number(),
      sends: v.array(v.object({ object: v.string(), title: v.string() })),
    }),
  ),
});
export type TriggerTest = v.InferOutput<typeof triggerTestSchema>;
