import { BullModule, getQueueToken } from '@nestjs/bull';
import { type DynamicModule, Module } from '@nestjs/common';
import { type Env } from '../env.js';
import { ConnectorSource } from '../integrations/connector-source.js';
import { SchemaWatch } from '../integrations/schema-watch/schema-watch.js';
import { BullConnections } from './bull-connections.js';
import { BullDoorbell } from './bull-doorbell.js';
import { bullOptions, QUEUED_PROVIDERS, queueName } from './bull-queues.js';
import { CRM_PROCESSORS } from './crm-processors.js';
import { Doorbell } from './doorbell.js';
import { Sweeper } from './sweeper.js';
import { TickRunner } from './tick-runner.js';

/** The queue. An API process rings; a worker process also answers, and sweeps. Needs `ENV` and the data source globally. */
@Module({})
export class QueueModule {
  static forRole({ ROLE, REDIS_URL }: Env): DynamicModule {
    const connections = new BullConnections(REDIS_URL);
    const queues = BullModule.registerQueue(
      ...QUEUED_PROVIDERS.map((provider) => ({ name: queueName(provider), ...bullOptions(connections) })),
    );
    const works = ROLE !== 'api';
    return {
      module: QueueModule,
      global: true,
      imports: [queues],
      providers: [
        { provide: Doorbell, useClass: BullDoorbell },
        {
          provide: BullConnections,
          useFactory: connections.of.bind(connections),
          inject: QUEUED_PROVIDERS.map((provider) => getQueueToken(queueName(provider))),
        },
        ...(works ? [TickRunner, Sweeper, ConnectorSource, SchemaWatch, ...CRM_PROCESSORS] : []),
      ],
      exports: [Doorbell],
    };
  }
}
