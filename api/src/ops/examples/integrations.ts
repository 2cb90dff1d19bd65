import type {
  ConnectionTest,
  Integration,
  IntegrationChange,
  IntegrationInput,
  MappingCheck,
  OAuthStartInput,
  ProviderInfo,
} from '@integration-queue/shared/integration';
import type { MatchList } from '@integration-queue/shared/match';
import type { CrmField, Mapping, MappingInput, MappingRow } from '@integration-queue/shared/mapping';
import type { Preview, PreviewInput } from '@integration-queue/shared/preview';
import type { SendFieldList } from '@integration-queue/shared/send-fields';
import { type Examples, ID, onePage } from './example.js';

/** The account all examples send to. */
export const INTEGRATION: Integration = {
  id: ID.integration,
  provider: 'hubspot',
  name: 'HubSpot EU',
  status: 'active',
  error: null,
  warnings: [],
  schemaCheck: { checkedAt: '2026-01-31T03:00:00.000Z', error: null },
  waiting: null,
  account: { id: '1234567', name: 'example.hubspot.com' },
  baseUrl: null,
  pausedSince: null,
  accessEndsAt: null,
  budget: { limit: 190, used: 12, at: '2026-01-31T12:00:03.000Z' },
  holdSeconds: 10,
  counts: { pending: 3, processing: 1, processed: 4711, error: 2 },
  createdAt: '2026-01-05T08:00:00.000Z',
};
const stopped: Integration = {
  ...INTEGRATION,
  status: 'needs_attention',
  error: {
    code: 'token_expired',
    message: 'HubSpot does not accept our access any more',
    hint: 'Connect the account again; what waits is sent by itself then',
    since: '2026-01-31T12:00:00.000Z',
  },
};
const provider: ProviderInfo = {
  provider: 'hubspot',
  name: 'HubSpot',
  objects: ['company', 'deal', 'task'],
  oauth: true,
  oauthStandIn: null,
  settings: [{ name: 'token', label: 'Access token', required: false, secret: true, example: 'pat-eu1-…' }],
};
const rows: MappingRow[] = [
  { target: 'name', source: { field: 'name' }, mode: 'overwrite' },
  { target: 'phone', source: { field: 'phone' }, mode: 'if_empty' },
  { target: 'industry', source: { field: 'industry' }, mode: 'overwrite', values: { Software: 'COMPUTER_SOFTWARE' } },
  { target: 'description', source: { template: '{{industry}}, {{city}}' }, mode: 'if_empty' },
];
const mapping: Mapping = {
  integrationId: ID.integration,
  object: 'company',
  version: 4,
  rows,
  problems: [
    {
      target: 'industry',
      code: 'invalid_option',
      message: 'COMPUTER_SOFTWARES is not an option of Industry',
      hint: 'Choose one of the options the field has now',
      value: 'COMPUTER_SOFTWARES',
    },
  ],
  savedAt: '2026-01-31T11:00:00.000Z',
  savedBy: 'Anna Admin',
  savedByKind: 'member',
};
const fields: CrmField[] = [
  { name: 'name', label: 'Company name', type: 'string', required: true, writable: true },
  {
    name: 'industry',
    label: 'Industry',
    type: 'option',
    required: false,
    writable: true,
    options: [{ value: 'COMPUTER_SOFTWARE', label: 'Computer Software' }],
  },
];
const preview: Preview = {
  record: { id: '9876543210', url: 'https://app.hubspot.com/contacts/1234567/record/0-2/9876543210' },
  candidates: [],
  fields: [
    {
      target: 'name',
      label: 'Company name',
      source: 'name',
      rule: 'overwrite',
      before: 'Example',
      sent: 'Example GmbH',
      after: 'Example GmbH',
      verdict: 'written',
    },
  ],
  problems: [],
};

/** Connected accounts, field mappings, rules. */
export const INTEGRATION_EXAMPLES: Record<string, Examples> = {
  ProviderList: { HubSpot: { items: [provider] } },
  IntegrationInput: {
    'HubSpot by token': {
      provider: 'hubspot',
      name: 'HubSpot EU',
      credentials: { token: 'pat-eu1-…' },
      holdSeconds: 10,
    } satisfies IntegrationInput,
    Odoo: {
      provider: 'odoo',
      name: 'Odoo',
      settings: { baseUrl: 'https://example.odoo.com', database: 'example', user: 'anna@example.com' },
      credentials: { token: '…' },
    } satisfies IntegrationInput,
  },
  IntegrationChange: {
    Rename: { name: 'HubSpot Europe' } satisfies IntegrationChange,
    Reconnect: { credentials: { token: 'pat-eu1-…' } } satisfies IntegrationChange,
  },
  Integration: { 'At work': INTEGRATION, 'Needs attention': stopped },
  IntegrationList: { 'One account': onePage(INTEGRATION) },
  ConnectionTest: {
    'Let in': {
      ok: true,
      account: INTEGRATION.account,
      error: null,
      integration: INTEGRATION,
    } satisfies ConnectionTest,
    Refused: {
      ok: false,
      account: null,
      error: { code: 'token_expired', message: stopped.error!.message, hint: stopped.error!.hint },
      integration: stopped,
    } satisfies ConnectionTest,
  },
  MappingCheck: { 'All fits': { ok: true, error: null, integration: INTEGRATION } satisfies MappingCheck },
  OauthStartInput: { HubSpot: { provider: 'hubspot', name: 'HubSpot EU' } satisfies OAuthStartInput },
  OauthStart: { 'Where to send the person': { url: 'https://app.hubspot.com/oauth/authorize?client_id=…&state=…' } },
  CrmFieldList: { 'Two fields': { items: fields } },
  SendFieldList: {
    'Of deals': {
      integrationId: ID.integration,
      object: 'deal',
      items: [
        {
          field: 'stage',
          label: 'Deal stage',
          type: 'option',
          required: true,
          options: [{ value: 'appointmentscheduled', label: 'Appointment scheduled', of: 'default' }],
        },
        { field: 'amount', label: 'Amount', type: 'number', required: false, options: null },
      ],
    } satisfies SendFieldList,
  },
  MatchList: {
    'One record': {
      items: [
        {
          id: '9876543210',
          name: 'Example GmbH',
          url: 'https://app.hubspot.com/contacts/1234567/record/0-2/9876543210',
        },
      ],
    } satisfies MatchList,
  },
  MappingInput: { 'Four rows': { rows, version: 3 } satisfies MappingInput },
  Mapping: { 'With a problem': mapping },
  MappingVersions: { 'One version': onePage({ ...mapping, problems: [] }) },
  PreviewInput: {
    'The mapping in force': { companyId: ID.company } satisfies PreviewInput,
    'A draft': { company: { name: 'Example GmbH', domain: 'example.com' }, rows } satisfies PreviewInput,
  },
  Preview: { 'An update': preview },
  SendingRules: { 'As it is at first': { whenDeleted: 'report', blockedDomains: [] } },
  SendingRulesChange: {
    'Make records anew': { whenDeleted: 'recreate' },
    'Keep companies back': { blockedDomains: ['freemail.example', 'own-company.example'] },
  },
};
