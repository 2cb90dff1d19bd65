import { Module } from '@nestjs/common';
import { IntegrationsModule } from '../integrations/integrations.module.js';
import { IssuesController } from './issues.controller.js';
import { IssuesService } from './issues.service.js';

/** Failures grouped by cause. */
@Module({ imports: [IntegrationsModule], controllers: [IssuesController], providers: [IssuesService] })
export class IssuesModule {}
