import { Process, Processor } from '@nestjs/bull';
import { Inject, Injectable, type Type } from '@nestjs/common';
import type { Provider } from '@integration-queue/shared/vocabulary';
import type { Job } from 'bull';
import { QUEUED_PROVIDERS, queueName } from './bull-queues.js';
import type { TickJob } from './bull-doorbell.js';
import { TickRunner } from './tick-runner.js';

/** Integrations of one CRM that one worker process looks at side by side. */
const CONCURRENCY = 10;

/** One processor class for each CRM, all doing the same: a tick. */
export const CRM_PROCESSORS: Type[] = QUEUED_PROVIDERS.map(processorFor);

function processorFor(provider: Provider): Type {
  @Injectable()
  @Processor(queueName(provider))
  class CrmProcessor {
    constructor(@Inject(TickRunner) private readonly runner: TickRunner) {}

    @Process({ concurrency: CONCURRENCY })
    async run(job: Job<TickJob>): Promise<void> {
      await this.runner.run(provider, job.data.integrationId);
    }
  }
  Object.defineProperty(CrmProcessor, 'name', { value: `${provider}Processor` });
  return CrmProcessor;
}
