import { Global, Module } from '@nestjs/common';
import { CompanyWatcher } from '../companies/company-watcher.js';
import { IntegrationsModule } from '../integrations/integrations.module.js';
import { CompanyTriggers } from './company-triggers.js';
import { FiringService } from './firing.service.js';
import { TriggerTestService } from './trigger-test.service.js';
import { TriggersController } from './triggers.controller.js';
import { TriggersService } from './triggers.service.js';

/** Automation rules. Also watches companies for the companies' room, which knows only the port `CompanyWatcher`. */
@Global()
@Module({
  imports: [IntegrationsModule],
  controllers: [TriggersController],
  providers: [
    FiringService,
    TriggersService,
    TriggerTestService,
    CompanyTriggers,
    { provide: CompanyWatcher, useExisting: CompanyTriggers },
  ],
  exports: [FiringService, CompanyWatcher],
})
export class TriggersModule {}
