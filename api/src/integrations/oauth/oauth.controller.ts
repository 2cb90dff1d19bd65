import { id as idSchema } from '@integration-queue/shared/fields';
import { type OAuthStartInput, oauthStartInputSchema, oauthStartSchema } from '@integration-queue/shared/integration';
import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ShowsSecret } from '../../ops/idempotency/key-header.js';
import { Documented } from '../../ops/open-api.js';
import { type Actor, CurrentActor } from '../../workspaces/actor.js';
import { Authenticated } from '../../workspaces/authenticated.js';
import { endPage } from './end-page.js';
import { type CallbackQuery, OAuthService } from './oauth.service.js';

@ApiTags('Integrations')
@Controller('v1')
export class OAuthController {
  constructor(@Inject(OAuthService) private readonly oauth: OAuthService) {}

  @Post('oauth/start')
  @ShowsSecret()
  @HttpCode(200)
  @Authenticated('integrations:admin')
  @Documented('Begin to connect a CRM account by OAuth: the page to send a person to', {
    answer: oauthStartSchema,
    problems: ['forbidden', 'conflict'],
  })
  startOAuth(@CurrentActor() actor: Actor, @Body({ schema: oauthStartInputSchema }) input: OAuthStartInput) {
    return this.oauth.start(actor, input);
  }

  @Get('integrations/:id/oauth/start')
  @Authenticated('integrations:admin')
  @Documented('Begin to connect an integration again by OAuth', {
    answer: oauthStartSchema,
    problems: ['forbidden', 'not_found', 'conflict'],
  })
  restartOAuth(@CurrentActor() actor: Actor, @Param('id', { schema: idSchema }) id: string) {
    return this.oauth.restart(actor, id);
  }

  /** Where a vendor sends a person's browser. The state it brings along says for whom. */
  @Get('oauth/callback')
  @ApiQuery({ name: 'state', required: false, type: String })
  @ApiQuery({ name: 'code', required: false, type: String })
  @Documented("Where a vendor sends a person's browser back to; the page says how it ended", {
    content: { 'text/html': { schema: { type: 'string' } } },
    plain: true,
  })
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async finishOAuth(
    @Query() query: CallbackQuery,
    @Headers('accept-language') language: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { status, html } = endPage(await this.oauth.finish(query), language);
    response.status(status);
    return html;
  }
}
