import { Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { getQueueToken } from '@nestjs/bull';
import type { Provider } from '@integration-queue/shared/vocabulary';
import type { Queue } from 'bull';
import { queueName } from './bull-queues.js';
import { Doorbell } from './doorbell.js';

/** A tick's job: which integration to look at. */
export interface TickJob {
  integrationId: string;
}

/** Longest time Redis is waited for: accepting a sync never hangs on it. */
const REDIS_TIMEOUT_MS = 500;

/** Rings through Bull. A ring that fails is logged and left to the sweeper. */
@Injectable()
export class BullDoorbell extends Doorbell {
  private readonly log = new Logger('Doorbell');

  constructor(private readonly modules: ModuleRef) {
    super();
  }

  async ring(provider: Provider, integrationId: string, delayMs = 0): Promise<void> {
    try {
      await inTime(this.queue(provider).add({ integrationId }, delayMs > 0 ? { delay: delayMs } : {}));
    } catch (error) {
      this.log.warn(`Could not ring for ${integrationId}, the sweeper will: ${String(error)}`);
    }
  }

  override async waiting(provider: Provider): Promise<number> {
    try {
      return await inTime(this.queue(provider).getWaitingCount());
    } catch {
      return 0;
    }
  }

  private queue(provider: Provider): Queue<TickJob> {
    return this.modules.get<Queue<TickJob>>(getQueueToken(queueName(provider)), { strict: false });
  }
}

/** Bull itself waits for Redis without a limit. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis did not answer')), REDIS_TIMEOUT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
