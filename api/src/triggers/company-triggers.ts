import type { Company } from '@integration-queue/shared/company';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CompanyWatcher } from '../companies/company-watcher.js';
import { FiringService, type Ring } from './firing.service.js';

/** Fires the triggers on companies when companies were created or changed. */
@Injectable()
export class CompanyTriggers extends CompanyWatcher {
  constructor(@Inject(FiringService) private readonly firing: FiringService) {
    super();
  }

  companiesChanged(transaction: EntityManager, workspaceId: string, companies: Company[]): Promise<Ring> {
    const occasions = companies.map((company) => ({ id: uuidv7(), company, visit: null }));
    return this.firing.fire(transaction, workspaceId, 'company', occasions);
  }
}
