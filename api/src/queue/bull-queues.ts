import type { Provider } from '@integration-queue/shared/vocabulary';
import type { QueueOptions } from 'bull';
import { CRM_PROVIDERS } from '../crm/providers.js';
import type { BullConnections } from './bull-connections.js';

/** Every CRM has its own queue and processor, so that a slow CRM takes no other CRM's places. */
export const QUEUED_PROVIDERS: Provider[] = CRM_PROVIDERS.map(({ provider }) => provider);

export function queueName(provider: Provider): string {
  return `crm-${provider}`;
}

/**
 * How Bull is used: as a doorbell. No attempts, no limiter, no kept jobs, no job ids: a job that is lost or rung twice
 * does no harm. The prefix is hash-tagged so that one queue's keys live on one node of a Redis Cluster.
 */
export function bullOptions(
  connections: BullConnections,
): Pick<QueueOptions, 'createClient' | 'prefix' | 'defaultJobOptions' | 'settings'> {
  return {
    createClient: () => connections.open(),
    prefix: '{iq}',
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    settings: { stalledInterval: 30_000, maxStalledCount: 0 },
  };
}
