import type { Scope } from '@integration-queue/shared/vocabulary';
import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AppProblem } from '../ops/app-problem.js';
import { describeProblems } from '../ops/open-api.js';
import { RequestLimits, tellLimit } from '../ops/request-limits.js';
import type { Actor, AuthenticatedRequest } from './actor.js';
import { Identities } from './identities.js';

const SCOPE = 'scope';

/** Only for who is signed in and, where a scope is named, may do that. */
export function Authenticated(scope?: Scope): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(SCOPE, scope),
    UseGuards(AuthenticationGuard),
    ApiBearerAuth(),
    ...describeProblems(
      scope ? ['unauthenticated', 'session_expired', 'forbidden'] : ['unauthenticated', 'session_expired'],
    ),
  );
}

/** Finds out who is asking and whether they may. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Identities) private readonly identities: Identities,
    @Inject(RequestLimits) private readonly limits: RequestLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const actor = await this.identify(request);
    tellLimit(context.switchToHttp().getResponse<Response>(), await this.limits.take(actor));
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(SCOPE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (scope && !actor.scopes.includes(scope)) throw new AppProblem('forbidden', `This needs the scope ${scope}`);
    request.actor = actor;
    return true;
  }

  private async identify(request: Request): Promise<Actor> {
    try {
      const token = readBearer(request);
      if (token !== null) return await this.identities.of(token);
      throw new AppProblem('unauthenticated', 'Send "Authorization: Bearer" with a session token or an API key');
    } catch (error) {
      if (error instanceof AppProblem && error.code === 'unauthenticated') {
        await this.limits.takeStranger(request.ip ?? '');
      }
      throw error;
    }
  }
}

function readBearer({ headers }: Request): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}
