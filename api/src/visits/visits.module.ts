import { Module } from '@nestjs/common';
import { VisitsController } from './visits.controller.js';
import { VisitsService } from './visits.service.js';

/** Visits of companies: what triggers live on. */
@Module({ controllers: [VisitsController], providers: [VisitsService] })
export class VisitsModule {}
