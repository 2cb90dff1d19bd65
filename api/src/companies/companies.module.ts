import { Module } from '@nestjs/common';
import { CompaniesController } from './companies.controller.js';
import { CompaniesService } from './companies.service.js';
import { ImportController } from './import/import.controller.js';
import { ImportService } from './import/import.service.js';

/** Company records and their import. The import sends through the port `SyncSender`, which the syncs provide. */
@Module({
  // The import first: `import` must not be taken for the id of a company.
  controllers: [ImportController, CompaniesController],
  providers: [CompaniesService, ImportService],
})
export class CompaniesModule {}
