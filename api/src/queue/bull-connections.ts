import type { OnApplicationShutdown } from '@nestjs/common';
import type { Queue } from 'bull';
import type { Cluster, Redis } from 'ioredis';
import { openRedis } from './redis.js';

/** The connections of all queues of this process. Bull closes none that it did not open itself, so this does. */
export class BullConnections implements OnApplicationShutdown {
  private readonly opened: (Redis | Cluster)[] = [];
  private queues: Queue[] = [];

  constructor(private readonly redisUrl: string) {}

  open(): Redis | Cluster {
    const connection = openRedis(this.redisUrl);
    this.opened.push(connection);
    return connection;
  }

  /** Names the queues whose end is waited for. */
  of(...queues: Queue[]): this {
    this.queues = queues;
    return this;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.queues.map((queue) => queue.close()));
    for (const connection of this.opened) connection.disconnect();
  }
}
