import * as v from 'valibot';
import { id, page, pageQuery, text, time } from './fields.js';
import { MAPPING_LIMIT } from './mapping-limit.js';
import { SYNC_OBJECTS, WRITE_MODES } from './vocabulary.js';

/**
 * Where a value comes from: a field of the record (`name`, `company.domain` from a deal, `custom.segment`), a fixed
 * value, or a template (`{{name}} ({{domain}})`).
 */
export const mappingSourceSchema = v.union([
  v.strictObject({ field: text(200) }),
  v.strictObject({ fixed: v.union([v.pipe(v.string(), v.maxLength(65_536)), v.number(), v.boolean()]) }),
  v.strictObject({ template: text(65_536) }),
]);
export type MappingSource = v.InferOutput<typeof mappingSourceSchema>;

/** One rule: which source value goes to the CRM field `target`, and how. `values` translates ours to theirs. */
export const mappingRowSchema = v.strictObject({
  target: text(200),
  source: mappingSourceSchema,
  mode: v.picklist(WRITE_MODES),
  values: v.optional(v.record(v.string(), v.string())),
});
export type MappingRow = v.InferOutput<typeof mappingRowSchema>;

/** Something in a mapping that would fail: at which CRM field, and what to do about it; `value` is what does not fit. */
export const mappingProblemSchema = v.object({
  target: v.string(),
  code: v.string(),
  message: v.string(),
  hint: v.string(),
  value: v.optional(v.string()),
});
export type MappingProblem = v.InferOutput<typeof mappingProblemSchema>;

/**
 * `PUT /v1/integrations/{id}/mappings/{object}`. `version` is the one the rows were made from: where somebody saved another
 * since, nothing is saved (`mapping_version_changed`). Without it the rows replace whatever is in force.
 */
export const mappingInputSchema = v.strictObject({
  rows: v.pipe(v.array(mappingRowSchema), v.maxLength(MAPPING_LIMIT, `must have at most ${MAPPING_LIMIT} rows`)),
  version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
export type MappingInput = v.InferOutput<typeof mappingInputSchema>;

/**
 * A field mapping of one integration and object. Each save is a new version. `savedBy` is the name of the member or key
 * that saved it; null where the system did, which connects the first CRM of a workspace.
 */
export const mappingSchema = v.object({
  integrationId: id,
  object: v.string(),
  version: v.number(),
  rows: v.array(mappingRowSchema),
  problems: v.array(mappingProblemSchema),
  savedAt: time,
  savedBy: v.nullable(v.string()),
  savedByKind: v.picklist(['member', 'api_key', 'system']),
});
export type Mapping = v.InferOutput<typeof mappingSchema>;

/** What can be chosen in a CRM field; `of` is what has to be chosen for it: the pipeline a stage belongs to. */
export const crmOptionSchema = v.object({ value: v.string(), label: v.string(), of: v.optional(v.string()) });
export type CrmOption = v.InferOutput<typeof crmOptionSchema>;

/** One field of the CRM's live schema, normalised over vendors. */
export const crmFieldSchema = v.object({
  name: v.string(),
  label: v.string(),
  type: v.picklist([
    'string',
    'text',
    'number',
    'date',
    'datetime',
    'boolean',
    'url',
    'email',
    'phone',
    'option',
    'options',
    'reference',
    'other',
  ]),
  required: v.boolean(),
  writable: v.boolean(),
  maxLength: v.optional(v.number()),
  options: v.optional(v.array(crmOptionSchema)),
});
export type CrmField = v.InferOutput<typeof crmFieldSchema>;
export const crmFieldListSchema = v.object({ items: v.array(crmFieldSchema) });

/** Which object a mapping or schema is asked for. */
export const objectSchema = v.picklist(SYNC_OBJECTS, `must be one of ${SYNC_OBJECTS.join(', ')}`);
export const objectQuerySchema = v.strictObject({ object: v.optional(objectSchema, 'company') });

/** `GET …/mappings/{object}/versions`: newest first. An old one is restored by saving its rows. */
export const mappingVersionsSchema = page(mappingSchema);
export type MappingVersions = v.InferOutput<typeof mappingVersionsSchema>;
export const mappingVersionsQuerySchema = v.strictObject(pageQuery);
export type MappingVersionsQuery = v.InferOutput<typeof mappingVersionsQuerySchema>;
