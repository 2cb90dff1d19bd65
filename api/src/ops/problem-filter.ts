import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ProblemCode } from '@integration-queue/shared/problem';
import { AppProblem } from './app-problem.js';
import { requestId } from './request-context.js';
import { LimitReached, tellLimit } from './request-limits.js';

/** Writes every error as `application/problem+json` (RFC 9457). What we did not foresee is logged and answered with 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const request = host.switchToHttp().getRequest<Request>();
    const problem = asProblem(error, request);
    if (problem.code === 'internal')
      this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (response.headersSent) return void response.end();
    if (problem.retryAfter !== undefined) response.setHeader('retry-after', String(Math.ceil(problem.retryAfter)));
    if (problem instanceof LimitReached) tellLimit(response, problem.state);
    if (problem.status === 401) response.setHeader('www-authenticate', 'Bearer');
    response
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problem.body(requestId())));
  }
}

/** Errors of Express' body readers carry these types. */
const BODY_ERRORS: Record<string, [ProblemCode, string]> = {
  'entity.parse.failed': ['invalid_json', 'The body is not valid JSON'],
  'entity.too.large': ['body_too_large', 'The body is larger than this route takes'],
  'encoding.unsupported': ['unsupported_media_type', 'This content encoding is not accepted'],
  'charset.unsupported': ['unsupported_media_type', 'This charset is not accepted'],
  'request.aborted': ['invalid_request', 'The request broke off'],
  'request.size.invalid': ['invalid_request', 'The body is not as long as announced'],
};

function asProblem(error: unknown, request: Request): AppProblem {
  if (error instanceof AppProblem) return error;
  const known =
    typeof error === 'object' && error !== null && 'type' in error ? BODY_ERRORS[String(error.type)] : undefined;
  if (known) return new AppProblem(...known);
  if (error instanceof HttpException) {
    const status = error.getStatus();
    if (status === 404) return new AppProblem('not_found', `There is no ${request.method} ${request.path}`);
    // Nest has turned the reader's SyntaxError into a plain 400 by now.
    if (status === 400 && /\bJSON\b/.test(error.message))
      return new AppProblem('invalid_json', `The body is not valid JSON: ${error.message}`);
    if (status === 413) return new AppProblem('body_too_large');
    if (status === 415) return new AppProblem('unsupported_media_type');
    if (status < 500) return new AppProblem('invalid_request', error.message);
  }
  return new AppProblem(
    'internal',
    'Something went wrong on our side. Nothing you sent was changed by us after this point',
  );
}
