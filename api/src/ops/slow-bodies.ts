import type { NextFunction, Request, Response } from 'express';

/**
 * Ends requests whose body does not come in within the time: Node's own limit is for all routes alike, and a file of any
 * size must not have one. A route that reads its body as a stream looks after it itself.
 */
export function endSlowBodies(withinMs: number, isStreamed: (path: string) => boolean) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (isStreamed(request.path)) return next();
    const slow = setTimeout(() => {
      if (!response.headersSent) response.writeHead(408, { connection: 'close' }).end();
    }, withinMs);
    const clear = () => clearTimeout(slow);
    request.once('end', clear);
    // Also where nobody reads the body: the answer, too, is the end of it.
    response.once('close', clear);
    next();
  };
}
