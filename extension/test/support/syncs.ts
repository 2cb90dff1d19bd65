import type { Integration } from '@integration-queue/shared/integration';
import type { StatusCounts, Sync, SyncSummary } from '@integration-queue/shared/sync';

let count = 0;

/** An id that sorts by the order of making, as UUIDv7 do. */
export const newId = () => `01900000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`;

/** A pending entry of a company, started now; the later made, the newer. */
export function makeSync(changes: Partial<Sync> & { name?: string } = {}): Sync {
  const { name = 'Example GmbH', ...rest } = changes;
  const id = newId();
  return {
    id,
    integrationId: 'hubspot-1',
    provider: 'hubspot',
    object: 'company',
    company: { id: `company of ${id}`, name, domain: 'example.com' },
    status: 'pending',
    reason: null,
    trigger: { kind: 'manual', by: { id: 'member-1', name: 'Ada' } },
    attempts: 0,
    initiatedAt: new Date(Date.UTC(2026, 0, 1, 12, 0, count)).toISOString(),
    processedAt: null,
    error: null,
    skipped: null,
    crm: null,
    ...rest,
  };
}

export const counts = (changes: Partial<StatusCounts> = {}): StatusCounts => ({
  pending: 0,
  processing: 0,
  processed: 0,
  error: 0,
  ...changes,
});

/** A summary of one integration. */
export function makeSummary(changes: Partial<SyncSummary['integrations'][number]> = {}): SyncSummary {
  const integration = {
    integrationId: 'hubspot-1',
    name: 'HubSpot',
    provider: 'hubspot',
    status: 'active',
    error: null,
    counts: counts(),
    secondsLeft: null,
    ...changes,
  };
  return {
    counts: integration.counts,
    integrations: [integration],
    oldestPendingAt: null,
    secondsLeft: integration.secondsLeft,
    needsAttention: integration.status === 'needs_attention' ? [integration.integrationId] : [],
  };
}

export function makeIntegration(changes: Partial<Integration> = {}): Integration {
  return {
    id: 'hubspot-1',
    provider: 'hubspot',
    name: 'HubSpot',
    status: 'active',
    error: null,
    warnings: [],
    schemaCheck: { checkedAt: null, error: null },
    waiting: null,
    account: null,
    baseUrl: null,
    pausedSince: null,
    accessEndsAt: null,
    budget: null,
    holdSeconds: 10,
    counts: counts(),
    createdAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}
