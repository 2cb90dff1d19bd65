import { AsyncLocalStorage } from 'node:async_hooks';
import type { NextFunction, Request, Response } from 'express';
import { v7 as uuidv7 } from 'uuid';

const storage = new AsyncLocalStorage<{ requestId: string }>();

/** Gives every request an id, in its log lines, its error bodies and the `x-request-id` header. */
export function requestContext(_request: Request, response: Response, next: NextFunction): void {
  const id = uuidv7();
  response.setHeader('x-request-id', id);
  storage.run({ requestId: id }, next);
}

/** The id of the request being answered; empty outside of one. */
export function requestId(): string {
  return storage.getStore()?.requestId ?? '';
}
