import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { AppProblem } from './app-problem.js';
import { endSlowBodies } from './slow-bodies.js';

/** A batch of 1,000 companies fits, and a mapping of 500 rows; everything else is small. */
const LARGE_BODY = '5mb';
const BODY = '256kb';

/** Routes that read their body themselves, as a stream, and have no limit. */
const STREAMED = new Set(['/v1/companies/import', '/v1/syncs/stream']);

/** Milliseconds a body that is read whole may take. */
const LONGEST_BODY_MS = 60_000;

const JSON_TYPE = /^application\/json\b/i;

/** Reads JSON bodies and refuses all others but those of streaming routes. */
export function readBodies(app: NestExpressApplication): void {
  app.use(endSlowBodies(LONGEST_BODY_MS, (path) => STREAMED.has(path)));
  app.useBodyParser('json', { limit: LARGE_BODY, type: isJsonOf((path) => isLarge(path)) });
  app.useBodyParser('json', { limit: BODY, type: isJsonOf((path) => !isLarge(path)) });
  app.use(refuseOtherBodies);
}

function isLarge(path: string): boolean {
  return path === '/v1/syncs/batch' || path === '/v1/visits' || path.includes('/mappings/');
}

interface IncomingHead {
  url?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
}

function isJsonOf(serves: (path: string) => boolean) {
  return ({ url = '', headers }: IncomingHead): boolean =>
    serves(url.split('?')[0] ?? '') && JSON_TYPE.test(String(headers['content-type'] ?? ''));
}

function refuseOtherBodies({ path, headers }: Request, _response: Response, next: NextFunction): void {
  const isEmpty = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
  if (isEmpty || STREAMED.has(path) || JSON_TYPE.test(headers['content-type'] ?? '')) return next();
  next(new AppProblem('unsupported_media_type', 'Send JSON, with "Content-Type: application/json"'));
}
