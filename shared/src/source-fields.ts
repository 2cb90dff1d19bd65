import type { SyncObject } from './vocabulary.js';

type Value = string | number | boolean | string[];
/** Whether a field's values have a shape, and which, is told by examples of them. */
type Examples = Record<string, Value[]>;

/** What a text may be that is the workspace's or the CRM's own: a custom field, an id, a number of a register. */
const ANYTHING: Value[] = [
  1,
  true,
  'text',
  '01',
  '2026',
  '2026-01-31',
  '2026-01-31T12:00:00Z',
  'ana@acme.example',
  'https://acme.example',
];
const TIME: Value[] = ['2026-01-31T12:00:00Z'];
const DATE: Value[] = ['2026-01-31'];

const COMPANY_FIELDS: Examples = {
  id: ['019a0a5d-ac96-774b-8cce-b302099a8008'],
  externalId: ANYTHING,
  name: ['Acme GmbH'],
  domain: ['acme.example'],
  website: ['https://acme.example'],
  phone: ANYTHING,
  email: ['ana@acme.example'],
  street: ['Hauptstraße 1'],
  postalCode: ANYTHING,
  city: ['Almelo'],
  region: ['Overijssel'],
  country: ['NL'],
  // Some keep the codes of a register here.
  industry: ANYTHING,
  employees: [120],
  revenue: [1_500_000],
  linkedinUrl: ['https://www.linkedin.com/company/acme'],
  vatId: ANYTHING,
  registrationNumber: ANYTHING,
  description: ['Makes anvils.'],
  tags: [['key account', 'steel']],
  firstVisitAt: TIME,
  lastVisitAt: TIME,
  visitCount: [3],
  pages: [['/pricing', '/contact']],
  inboxUrl: ['https://inbox.example/companies/1'],
  createdAt: TIME,
  updatedAt: TIME,
  crmId: ANYTHING,
};

const OWN: Record<Exclude<SyncObject, 'company'>, Examples> = {
  deal: {
    externalId: ANYTHING,
    title: ['A hundred anvils'],
    amount: [1_500],
    currency: ['EUR'],
    pipeline: ANYTHING,
    stage: ANYTHING,
    closeDate: DATE,
    owner: ANYTHING,
    description: ['Makes anvils.'],
  },
  task: {
    externalId: ANYTHING,
    subject: ['Call them'],
    dueDate: DATE,
    type: ANYTHING,
    priority: ANYTHING,
    owner: ANYTHING,
    description: ['Makes anvils.'],
  },
};

/** What a deal or task says itself, beside its company. */
export const OWN_FIELDS: Record<Exclude<SyncObject, 'company'>, string[]> = {
  deal: Object.keys(OWN.deal),
  task: Object.keys(OWN.task),
};

/** Every path a mapping of the object can read, apart from `custom.…`, whose names are the workspace's own. */
export function sourceFieldsOf(object: SyncObject): string[] {
  const company = Object.keys(COMPANY_FIELDS);
  if (object === 'company') return company;
  return [...OWN_FIELDS[object], ...company.map((name) => `company.${name}`)];
}

/** Whether a mapping can read this path from a record of the object. */
export function isSourceField(object: SyncObject, path: string): boolean {
  return examplesOf(object, path) !== null;
}

/**
 * Values such as a record of the object may have at this path, one of every shape they may have; null where a mapping can
 * read no such path.
 */
export function examplesOf(object: SyncObject, path: string): Value[] | null {
  const own = object === 'company' ? path : path.replace(/^company\./, '');
  const isOfCompany = object === 'company' || own !== path;
  if (isOfCompany && /^custom\../.test(own)) return ANYTHING;
  const examples = isOfCompany ? COMPANY_FIELDS : OWN[object];
  return Object.hasOwn(examples, own) ? examples[own]! : null;
}
