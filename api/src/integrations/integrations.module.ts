import { Module } from '@nestjs/common';
import { ConnectionsService } from './connections.service.js';
import { ConnectorSource } from './connector-source.js';
import { IntegrationsController } from './integrations.controller.js';
import { IntegrationsService } from './integrations.service.js';
import { MappingsService } from './mapping/mappings.service.js';
import { PreviewService } from './mapping/preview.service.js';
import { MatchesService } from './matches.service.js';
import { OfferedValues } from './send-fields/offered-values.js';
import { SendFieldsService } from './send-fields/send-fields.service.js';
import { SchemaWatch } from './schema-watch/schema-watch.js';
import { RulesController } from './rules/rules.controller.js';
import { RulesService } from './rules/rules.service.js';
import { OAuthController } from './oauth/oauth.controller.js';
import { OAuthService } from './oauth/oauth.service.js';

/** Connected CRM accounts, how they are connected, and their field mappings. */
@Module({
  controllers: [IntegrationsController, RulesController, OAuthController],
  providers: [
    ConnectorSource,
    IntegrationsService,
    ConnectionsService,
    MappingsService,
    MatchesService,
    PreviewService,
    OAuthService,
    OfferedValues,
    RulesService,
    SchemaWatch,
    SendFieldsService,
  ],
  exports: [ConnectorSource, IntegrationsService, MappingsService, OfferedValues],
})
export class IntegrationsModule {}
