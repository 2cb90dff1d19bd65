import type { Integration } from '@integration-queue/shared/integration';
import type { SyncSummary } from '@integration-queue/shared/sync';
import { storedItem } from '@/platform/storage';
import { advanceRun, type Run } from './run';

/** The last known state of the workspace: what pages paint from, and what the badge is made of. */
export interface Snapshot {
  /** Whose it is (`ownerOf`). */
  owner: string;
  summary: SyncSummary | null;
  integrations: Integration[];
  /** Per integration id, and `all` for the active ones together. */
  runs: Record<string, Run>;
}

export const snapshotItem = storedItem<Snapshot | null>('local', 'snapshot@2', null);

const startOf = (owner: string): Snapshot => ({ owner, summary: null, integrations: [], runs: {} });

/** The snapshot with a newer summary. Nothing of another owner's snapshot is taken over. */
export function withSummary(before: Snapshot | null, owner: string, summary: SyncSummary): Snapshot {
  const base = before?.owner === owner ? before : startOf(owner);
  const integrations = base.integrations.map((integration) => {
    const news = summary.integrations.find(({ integrationId }) => integrationId === integration.id);
    if (!news) return integration;
    return { ...integration, status: news.status as Integration['status'], error: news.error, counts: news.counts };
  });
  return { owner, summary, integrations, runs: advanceRuns(base.runs, summary) };
}

/** The snapshot with newer integrations, in the order the API lists them. */
export function withIntegrations(before: Snapshot | null, owner: string, integrations: Integration[]): Snapshot {
  return { ...(before?.owner === owner ? before : startOf(owner)), integrations };
}

/** The snapshot with one integration changed or added. */
export function withIntegration(before: Snapshot | null, owner: string, changed: Integration): Snapshot {
  const known = before?.owner === owner ? before.integrations : [];
  const integrations = known.some(({ id }) => id === changed.id)
    ? known.map((integration) => (integration.id === changed.id ? changed : integration))
    : [...known, changed];
  return withIntegrations(before, owner, integrations);
}

/** Whether the summary speaks of other integrations, or of other states of them, than the snapshot lists. */
export function integrationsDiffer(snapshot: Snapshot | null, summary: SyncSummary): boolean {
  const known = new Map(snapshot?.integrations.map((integration) => [integration.id, integration.status]));
  return (
    known.size !== summary.integrations.length ||
    summary.integrations.some(({ integrationId, status }) => known.get(integrationId) !== status)
  );
}

function advanceRuns(before: Record<string, Run>, summary: SyncSummary): Record<string, Run> {
  const active = summary.integrations.filter(({ status }) => status === 'active');
  const total = { pending: 0, processing: 0, processed: 0, error: 0 };
  const runs: Record<string, Run> = {};
  for (const { integrationId, counts } of active) {
    runs[integrationId] = advanceRun(before[integrationId], counts);
    total.pending += counts.pending;
    total.processing += counts.processing;
  }
  return { ...runs, all: advanceRun(before['all'], total) };
}
