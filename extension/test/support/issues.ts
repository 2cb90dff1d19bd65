import type { Issue } from '@integration-queue/shared/issue';
import { newId } from './syncs';

/** An open issue of one entry. */
export const makeIssue = (changes: Partial<Issue> = {}): Issue => ({
  id: newId(),
  integrationId: 'hubspot-1',
  integrationName: 'HubSpot',
  provider: 'hubspot',
  object: 'company',
  code: 'invalid_option',
  field: 'industry',
  fieldLabel: 'Industry',
  message: 'PROPERTY_INVALID',
  hint: '',
  crmMessage: null,
  state: 'open',
  count: 1,
  firstSeenAt: '2026-01-01T00:00:00.000Z',
  lastSeenAt: '2026-01-01T00:00:00.000Z',
  examples: [],
  ...changes,
});
