import type { Company, CompanyChange, CompanyCrmState, CompanyInput } from '@integration-queue/shared/company';
import type { Import, ImportError } from '@integration-queue/shared/import';
import type { VisitBatchAnswer, VisitInput } from '@integration-queue/shared/visit';
import { type Examples, ID, onePage } from './example.js';

/** The company all examples are about. */
export const COMPANY_INPUT: CompanyInput = {
  externalId: 'crm-4711',
  name: 'Example GmbH',
  domain: 'example.com',
  phone: '+49 30 1234567',
  street: 'Musterstraße 1',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE',
  industry: 'Software',
  employees: 120,
  tags: ['trade fair'],
  custom: { segment: 'A' },
};
const company: Company = {
  id: ID.company,
  ...COMPANY_INPUT,
  createdAt: '2026-01-31T12:00:00.000Z',
  updatedAt: '2026-01-31T12:00:00.000Z',
};
const state: CompanyCrmState = {
  integrationId: ID.integration,
  name: 'HubSpot EU',
  provider: 'hubspot',
  state: 'processed',
  syncId: ID.sync,
  url: 'https://app.hubspot.com/contacts/1234567/record/0-2/9876543210',
  at: '2026-01-31T12:00:03.000Z',
  by: 'Anna Admin',
};

const badLine: ImportError = {
  line: 17,
  code: 'invalid_value',
  message: 'country: must be an ISO 3166-1 alpha-2 code',
};
const done: Import = {
  id: ID.import,
  status: 'done',
  lines: 3,
  created: 1,
  updated: 1,
  unchanged: 0,
  failed: 1,
  sent: 2,
  mapping: { name: 'Firma', domain: 'Website', country: 'Land' },
  errors: [badLine],
  startedAt: '2026-01-31T12:00:00.000Z',
  finishedAt: '2026-01-31T12:00:01.000Z',
};

const visits: VisitInput[] = [
  { domain: 'example.com', at: '2026-01-31T12:00:00Z', url: 'https://www.ours.example/pricing?from=mail' },
  { company: { name: 'Example GmbH', domain: 'example.com' }, at: '2026-01-31T12:01:30Z', page: '/contact' },
];
const visitAnswer: VisitBatchAnswer = {
  results: [
    { index: 0, id: ID.visit, companyId: ID.company, status: 'accepted' },
    {
      index: 1,
      id: null,
      companyId: null,
      status: 'invalid',
      errors: [{ path: 'at', message: 'must be an ISO 8601 time such as 2026-01-31T12:00:00Z' }],
    },
  ],
};

/** Companies, imports, visits. */
export const COMPANY_EXAMPLES: Record<string, Examples> = {
  CompanyInput: { 'All a company needs': { name: 'Example GmbH', domain: 'example.com' }, 'With more': COMPANY_INPUT },
  CompanyChange: { 'Set one field, clear another': { employees: 130, phone: null } satisfies CompanyChange },
  Company: { 'A company': company },
  CompanyPage: { 'The last page': onePage(company) },
  CompanyCrmStateList: { 'In one CRM': { items: [state] } },
  Import: { Done: done },
  ImportList: { 'The newest': onePage({ ...done, errors: [] }) },
  ImportError: { 'A line': badLine },
  VisitBatch: { 'Two visits': { items: visits } },
  VisitBatchAnswer: { 'One taken, one not': visitAnswer },
};
