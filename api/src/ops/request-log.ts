import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { requestSeconds } from './metrics.js';

const log = new Logger('Request');

/**
 * Logs and measures each request when it has been answered: its route, never its query, headers or body. What was read and
 * went well is only worth a line when somebody looks for something.
 */
export function observeRequests(request: Request, response: Response, next: NextFunction): void {
  const started = performance.now();
  response.on('close', () => {
    const { method } = request;
    const { statusCode: status } = response;
    const milliseconds = Math.round(performance.now() - started);
    const route = readRoute(request);
    requestSeconds.observe({ method, route, status: String(status) }, milliseconds / 1000);
    const line = `${method} ${route} ${status} ${milliseconds} ms`;
    if (status < 400 && method === 'GET') log.debug(line);
    else log.log(line);
  });
  next();
}

/** The pattern of the route, so that ids and addresses nobody knows do not each get a counter of their own. */
function readRoute({ route }: Request): string {
  const { path } = (route ?? {}) as { path?: unknown };
  return typeof path === 'string' ? path : 'none';
}
