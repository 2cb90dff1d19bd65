/** What happened when a trigger looks: a visit was recorded, or a company was created or changed. */
export const TRIGGER_EVENTS = ['visit', 'company'] as const;
export type TriggerEvent = (typeof TRIGGER_EVENTS)[number];

/** What a field holds, which decides what can be asked of it. */
export type TriggerFieldKind = 'text' | 'number' | 'time' | 'list' | 'flag' | 'any';

/** Fields of the company a condition can look at, beside `custom.…`. */
const COMPANY_FIELDS: Record<string, TriggerFieldKind> = {
  country: 'text',
  employees: 'number',
  industry: 'text',
  tags: 'list',
  visitCount: 'number',
  pages: 'list',
  name: 'text',
  domain: 'text',
  website: 'text',
  phone: 'text',
  email: 'text',
  street: 'text',
  postalCode: 'text',
  city: 'text',
  region: 'text',
  revenue: 'number',
  linkedinUrl: 'text',
  vatId: 'text',
  registrationNumber: 'text',
  description: 'text',
  externalId: 'text',
  inboxUrl: 'text',
  firstVisitAt: 'time',
  lastVisitAt: 'time',
  createdAt: 'time',
};

/**
 * Fields of the visit itself: its page, whether it is the first of the company, and the whole days since the visit before
 * it, which a first visit has not.
 */
const VISIT_FIELDS: Record<string, TriggerFieldKind> = {
  'visit.page': 'text',
  'visit.first': 'flag',
  'visit.daysAway': 'number',
};

/** The fields conditions of an event can name, in the order people look for them; `custom.…` is the workspace's own. */
export function triggerFieldsOf(on: TriggerEvent): string[] {
  return [...(on === 'visit' ? Object.keys(VISIT_FIELDS) : []), ...Object.keys(COMPANY_FIELDS)];
}

/** What a field holds; null where there is none of this name. */
export function triggerFieldKind(on: TriggerEvent, field: string): TriggerFieldKind | null {
  if (on === 'visit' && Object.hasOwn(VISIT_FIELDS, field)) return VISIT_FIELDS[field]!;
  if (Object.hasOwn(COMPANY_FIELDS, field)) return COMPANY_FIELDS[field]!;
  return /^custom\../.test(field) ? 'any' : null;
}

/** What can be asked. Texts are compared whatever their case; of a list, one item is enough. */
export const TRIGGER_OPERATORS = [
  'equals',
  'not_equals',
  'in',
  'not_in',
  'contains',
  'not_contains',
  'starts_with',
  'at_least',
  'at_most',
  'within_days',
  'older_than_days',
  'is_set',
  'is_not_set',
] as const;
export type TriggerOperator = (typeof TRIGGER_OPERATORS)[number];

const SET = ['is_set', 'is_not_set'] as const;
const TEXTS = ['equals', 'not_equals', 'in', 'not_in', 'contains', 'not_contains', 'starts_with'] as const;
const OPERATORS: Record<TriggerFieldKind, readonly TriggerOperator[]> = {
  text: [...TEXTS, ...SET],
  list: [...TEXTS, ...SET],
  number: ['at_least', 'at_most', 'equals', 'not_equals', 'in', 'not_in', ...SET],
  time: ['within_days', 'older_than_days', ...SET],
  flag: ['equals'],
  any: [...TEXTS, 'at_least', 'at_most', ...SET],
};

/** What can be asked of a field that holds this. */
export function triggerOperatorsOf(kind: TriggerFieldKind): readonly TriggerOperator[] {
  return OPERATORS[kind];
}
