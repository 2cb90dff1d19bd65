import {
  type ApiKeyInput,
  apiKeyInputSchema,
  apiKeyListSchema,
  type ApiKeyRotation,
  apiKeyRotationSchema,
  createdApiKeySchema,
  type Credentials,
  credentialsSchema,
  type MemberChange,
  memberChangeSchema,
  type MemberInput,
  memberInputSchema,
  memberListSchema,
  memberSchema,
  meSchema,
  refreshSchema,
  sessionSchema,
} from '@integration-queue/shared/access';
import { id as idSchema } from '@integration-queue/shared/fields';
import { Body, Controller, Delete, Get, HttpCode, Inject, Ip, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ShowsSecret, WithoutKey } from '../ops/idempotency/key-header.js';
import { Documented } from '../ops/open-api.js';
import { type Actor, CurrentActor } from './actor.js';
import { ApiKeysService } from './api-keys.service.js';
import { Authenticated } from './authenticated.js';
import { MeService } from './me.service.js';
import { MembersService } from './members.service.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('Sessions')
@Controller('v1')
export class SessionsController {
  constructor(
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(MeService) private readonly me: MeService,
  ) {}

  @Post('sessions')
  @WithoutKey('There is no caller yet whom it would belong to')
  @Documented('Sign in with e-mail and password', {
    status: 201,
    answer: sessionSchema,
    problems: ['wrong_credentials'],
  })
  signIn(@Body({ schema: credentialsSchema }) credentials: Credentials, @Ip() address: string) {
    return this.sessions.signIn(credentials, address);
  }

  @Post('sessions/refresh')
  @WithoutKey('A refresh token is good once')
  @HttpCode(200)
  @Documented('Trade a refresh token for a new session', {
    answer: sessionSchema,
    problems: ['session_expired', 'refresh_token_reused'],
  })
  refresh(@Body({ schema: refreshSchema }) { refreshToken }: { refreshToken: string }) {
    return this.sessions.refresh(refreshToken);
  }

  @Delete('sessions/current')
  @HttpCode(204)
  @Authenticated()
  @Documented('Sign out', { status: 204 })
  signOut(@CurrentActor() actor: Actor) {
    return this.sessions.signOut(actor);
  }

  @Get('me')
  @Authenticated()
  @Documented('Who am I', { answer: meSchema })
  whoAmI(@CurrentActor() actor: Actor) {
    return this.me.of(actor);
  }
}

@ApiTags('API keys')
@Controller('v1/api-keys')
@Authenticated('workspace:admin')
export class ApiKeysController {
  constructor(@Inject(ApiKeysService) private readonly keys: ApiKeysService) {}

  @Get()
  @Documented('List API keys', { answer: apiKeyListSchema, problems: ['forbidden'] })
  listApiKeys(@CurrentActor() actor: Actor) {
    return this.keys.list(actor);
  }

  @Post()
  @ShowsSecret()
  @Documented('Create an API key; the answer shows it once', {
    status: 201,
    answer: createdApiKeySchema,
    problems: ['forbidden'],
  })
  createApiKey(@CurrentActor() actor: Actor, @Body({ schema: apiKeyInputSchema }) input: ApiKeyInput) {
    return this.keys.create(actor, input);
  }

  @Post(':id/rotate')
  @ShowsSecret()
  @Documented('Give an API key a new secret, shown once; the old one works on for a while', {
    status: 201,
    answer: createdApiKeySchema,
    problems: ['forbidden', 'not_found', 'conflict'],
  })
  rotateApiKey(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: apiKeyRotationSchema }) rotation: ApiKeyRotation,
  ) {
    return this.keys.rotate(actor, id, rotation);
  }

  @Delete(':id')
  @HttpCode(204)
  @Documented('Delete an API key', { status: 204, problems: ['forbidden', 'not_found'] })
  deleteApiKey(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.keys.delete(actor, id);
  }
}

@ApiTags('Members')
@Controller('v1/members')
@Authenticated('workspace:admin')
export class MembersController {
  constructor(@Inject(MembersService) private readonly members: MembersService) {}

  @Get()
  @Documented('List members', { answer: memberListSchema, problems: ['forbidden'] })
  listMembers(@CurrentActor() actor: Actor) {
    return this.members.list(actor);
  }

  @Post()
  @Documented('Add a member', { status: 201, answer: memberSchema, problems: ['forbidden', 'conflict'] })
  addMember(@CurrentActor() actor: Actor, @Body({ schema: memberInputSchema }) input: MemberInput) {
    return this.members.add(actor, input);
  }

  @Patch(':id')
  @Documented('Change a member', { answer: memberSchema, problems: ['forbidden', 'not_found', 'conflict'] })
  changeMember(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: memberChangeSchema }) change: MemberChange,
  ) {
    return this.members.change(actor, id, change);
  }

  @Delete(':id')
  @HttpCode(204)
  @Documented('Remove a member', { status: 204, problems: ['forbidden', 'not_found', 'conflict'] })
  removeMember(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.members.remove(actor, id);
  }
}
