import { type DynamicModule, Module } from '@nestjs/common';
import { AlertsModule } from './alerts/alerts.module.js';
import { AlertSendingModule } from './alerts/sending/alert-sending.module.js';
import { CompaniesModule } from './companies/companies.module.js';
import type { Env } from './env.js';
import { EventsModule } from './events/events.module.js';
import { IntegrationsModule } from './integrations/integrations.module.js';
import { IssuesModule } from './issues/issues.module.js';
import { OpsModule } from './ops/ops.module.js';
import { QueueModule } from './queue/queue.module.js';
import { SyncsModule } from './syncs/syncs.module.js';
import { TriggersModule } from './triggers/triggers.module.js';
import { VisitsModule } from './visits/visits.module.js';
import { WebhookDeliveryModule } from './webhooks/delivering/webhook-delivery.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { WorkspacesModule } from './workspaces/workspaces.module.js';

/** The rooms a process has: a worker the queue and what goes out of the house, an API process all that speaks HTTP, `all` both. */
@Module({})
export class AppModule {
  static with(env: Env): DynamicModule {
    const http = [
      WorkspacesModule,
      CompaniesModule,
      IntegrationsModule,
      SyncsModule,
      TriggersModule,
      VisitsModule,
      IssuesModule,
      EventsModule,
      WebhooksModule,
      AlertsModule,
    ];
    const work = [WebhookDeliveryModule, AlertSendingModule];
    return {
      module: AppModule,
      imports: [
        OpsModule.with(env),
        QueueModule.forRole(env),
        ...(env.ROLE === 'worker' ? [] : http),
        ...(env.ROLE === 'api' ? [] : work),
      ],
    };
  }
}
