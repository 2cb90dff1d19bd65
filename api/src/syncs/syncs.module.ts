import { Global, Module } from '@nestjs/common';
import { SyncSender } from '../companies/sync-sender.js';
import { IntegrationsModule } from '../integrations/integrations.module.js';
import { AcceptService } from './accept.service.js';
import { ActionsService } from './actions.service.js';
import { EntriesService } from './entries.service.js';
import { ExportController } from './export/export.controller.js';
import { ExportService } from './export/export.service.js';
import { FiguresService } from './figures/figures.service.js';
import { StreamController } from './stream/stream.controller.js';
import { StreamService } from './stream/stream.service.js';
import { ItemTaker } from './stream/take-items.js';
import { SyncsController } from './syncs.controller.js';
import { SyncsService } from './syncs.service.js';

/** Entries as people see them. Also sends for the import, which knows only the port `SyncSender`. */
@Global()
@Module({
  imports: [IntegrationsModule],
  controllers: [ExportController, StreamController, SyncsController],
  providers: [
    AcceptService,
    ActionsService,
    EntriesService,
    ExportService,
    FiguresService,
    SyncsService,
    ItemTaker,
    StreamService,
    { provide: SyncSender, useExisting: SyncsService },
  ],
  exports: [SyncSender, AcceptService, EntriesService],
})
export class SyncsModule {}
