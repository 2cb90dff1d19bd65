import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { lastValueFrom, type Observable, of } from 'rxjs';
import type { Actor } from '../../workspaces/actor.js';
import { isTooDeep } from '../validation.js';
import { KEY_READING, type KeyReading } from './key-header.js';
import { KeyedRequests } from './keyed-requests.js';

interface KeyedByHeader extends Pick<Request, 'method' | 'originalUrl' | 'headers'> {
  body: unknown;
  /** Where the sender is known. */
  actor?: Actor;
}

/** Lets every POST with an `Idempotency-Key` be done once, unless the route reads the key itself. */
@Injectable()
export class KeyInterceptor implements NestInterceptor {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(KeyedRequests) private readonly requests: KeyedRequests,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { method, originalUrl, headers, actor, body } = context.switchToHttp().getRequest<KeyedByHeader>();
    const key = headers['idempotency-key'];
    const reading = this.reflector.get<KeyReading | undefined>(KEY_READING, context.getHandler()) ?? {};
    // What nests too deeply is refused behind us, and must not be walked through here.
    if (method !== 'POST' || typeof key !== 'string' || !actor || reading.own || isTooDeep(body)) return next.handle();
    const response = context.switchToHttp().getResponse<Response>();
    const { status, answer } = await this.requests.once(
      actor,
      { key, route: `POST ${originalUrl}`, body, secret: reading.secret ?? false },
      async () => {
        const done: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
        return { status: response.statusCode, answer: done };
      },
    );
    response.status(status);
    return of(answer);
  }
}
