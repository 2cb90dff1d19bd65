import { Global, Module } from '@nestjs/common';
import { RequestLimits } from '../ops/request-limits.js';
import { ApiKeysService } from './api-keys.service.js';
import { AuthenticationGuard } from './authenticated.js';
import { Identities } from './identities.js';
import { MembersService } from './members.service.js';
import { MeService } from './me.service.js';
import { SessionsService } from './sessions.service.js';
import { ApiKeysController, MembersController, SessionsController } from './workspaces.controller.js';

/** Members, sessions, API keys, and who may do what. */
@Global()
@Module({
  controllers: [SessionsController, ApiKeysController, MembersController],
  providers: [
    RequestLimits,
    Identities,
    AuthenticationGuard,
    SessionsService,
    MeService,
    ApiKeysService,
    MembersService,
  ],
  exports: [RequestLimits, Identities, AuthenticationGuard],
})
export class WorkspacesModule {}
