import * as v from 'valibot';
import { finiteNumber, httpUrl, id, page, pageQuery, text, time } from './fields.js';

const custom = v.pipe(
  v.record(
    v.pipe(v.string(), v.maxLength(100)),
    v.nullable(v.union([v.pipe(v.string(), v.maxLength(65_536)), finiteNumber, v.boolean()])),
  ),
  v.check((value) => Object.keys(value).length <= 200, 'must have at most 200 entries'),
);

const companyFields = {
  externalId: v.optional(text(200)),
  domain: v.optional(text(2000)),
  website: v.optional(text(2000)),
  phone: v.optional(text(100)),
  email: v.optional(v.pipe(text(320), v.email('must be an e-mail address'))),
  street: v.optional(text(500)),
  postalCode: v.optional(text(50)),
  city: v.optional(text(200)),
  region: v.optional(text(200)),
  country: v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.toUpperCase(),
      v.regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code such as DE'),
    ),
  ),
  industry: v.optional(text(300)),
  employees: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  revenue: v.optional(finiteNumber),
  linkedinUrl: v.optional(httpUrl),
  vatId: v.optional(text(50)),
  registrationNumber: v.optional(text(100)),
  description: v.optional(text(65_536)),
  tags: v.optional(v.pipe(v.array(text(100)), v.maxLength(100))),
  firstVisitAt: v.optional(time),
  lastVisitAt: v.optional(time),
  visitCount: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  pages: v.optional(v.pipe(v.array(text(2000)), v.maxLength(100))),
  inboxUrl: v.optional(httpUrl),
  custom: v.optional(custom),
};

/**
 * A company as a caller gives it. Found again by `externalId`, else by domain; `domain` may be a host or an address, and
 * is taken from `website` where absent. Revenue is in whole units of the currency the workspace thinks in. `pages` are those
 * visited, each once, the latest first.
 */
export const companyInputSchema = v.strictObject({ name: text(500), ...companyFields });
export type CompanyInput = v.InferOutput<typeof companyInputSchema>;

type CompanyFields = typeof companyFields;
const nullishFields = Object.fromEntries(
  Object.entries(companyFields).map(([name, field]) => [name, v.nullish(field.wrapped as v.GenericSchema)]),
) as { [K in keyof CompanyFields]: v.NullishSchema<CompanyFields[K]['wrapped'], undefined> };

/** Changes to a company: absent leaves, null clears. */
export const companyChangeSchema = v.strictObject({ name: v.optional(text(500)), ...nullishFields });
export type CompanyChange = v.InferOutput<typeof companyChangeSchema>;

/** A company as the API answers it; `domain` is the bare host, without `www`. */
export const companySchema = v.object({ id, name: v.string(), ...companyFields, createdAt: time, updatedAt: time });
export type Company = v.InferOutput<typeof companySchema>;

export const companyPageSchema = page(companySchema);
export type CompanyPage = v.InferOutput<typeof companyPageSchema>;

/**
 * `GET /v1/companies`: newest first; `q` finds name or domain; `domain` takes a host or any address on it; `integrationId`
 * and `crmId`, together, find the company that is linked to that record in the CRM.
 */
export const companyQuerySchema = v.pipe(
  v.strictObject({
    ...pageQuery,
    q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
    domain: v.optional(v.pipe(v.string(), v.maxLength(2000))),
    integrationId: v.optional(id),
    crmId: v.optional(text(200)),
  }),
  v.forward(
    v.check(
      ({ integrationId, crmId }) => (integrationId === undefined) === (crmId === undefined),
      'must come together with integrationId: an id means a record of one CRM',
    ),
    ['crmId'],
  ),
);
export type CompanyQuery = v.InferOutput<typeof companyQuerySchema>;

/** `GET /v1/companies/{id}/crm`: where the company stands in each connected CRM. */
export const companyCrmStateSchema = v.object({
  integrationId: id,
  name: v.string(),
  provider: v.string(),
  state: v.picklist(['absent', 'pending', 'processing', 'processed', 'error']),
  syncId: v.nullable(id),
  url: v.nullable(v.string()),
  at: v.nullable(time),
  by: v.nullable(v.string()),
});
export type CompanyCrmState = v.InferOutput<typeof companyCrmStateSchema>;
export const companyCrmStateListSchema = v.object({ items: v.array(companyCrmStateSchema) });
