import { Agent, type Dispatcher, errors, request } from 'undici';
import { type AddressGuard, ForbiddenAddress } from './address-guard.js';
import { CrmProblem } from './errors.js';
import { leaveInTime, TooLateToLeave } from './leaving.js';
import { tellOf } from './overhearing.js';

/** An answer is given up beyond this size: a CRM's page of records is far below it. */
const MOST_BYTES = 20 * 1024 * 1024;

export interface CrmAnswer {
  status: number;
  headers: Record<string, string>;
  /** Parsed JSON, or null where the body is empty or not JSON. */
  body: unknown;
  text: string;
}

export interface CrmCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  signal: AbortSignal;
  deadlineMs: number;
}

/** Failures before a byte of the request has left: certainly without effect. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * The one HTTP client of all connectors: deadline, abort, address guard, bounded answers, no redirects, no retries of its
 * own. It returns every answer with a status and throws `CrmProblem` where there was none.
 */
export class CrmHttp {
  private readonly dispatcher: Dispatcher;

  constructor(private readonly guard: AddressGuard) {
    this.dispatcher = new Agent({
      connect: { lookup: guard.lookup, timeout: 10_000 },
      connections: 32,
      keepAliveTimeout: 10_000,
      maxResponseSize: MOST_BYTES,
    });
  }

  async send(call: CrmCall): Promise<CrmAnswer> {
    try {
      this.guard.checkHost(new URL(call.url).hostname);
      const answer = await request(call.url, {
        method: call.method,
        dispatcher: this.dispatcher.compose(leaveInTime(call.deadlineMs)),
        headers: {
          accept: 'application/json',
          'user-agent': 'integration-queue',
          ...(call.body === undefined || typeof call.body === 'string' ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        body: call.body === undefined ? null : typeof call.body === 'string' ? call.body : JSON.stringify(call.body),
        signal: AbortSignal.any([call.signal, AbortSignal.timeout(call.deadlineMs)]),
      });
      const text = await answer.body.text();
      tellOf({ method: call.method, path: pathOf(call), status: answer.statusCode, answer: text });
      return { status: answer.statusCode, headers: flatten(answer.headers), body: parse(text), text };
    } catch (error) {
      const problem = describeSilence(error);
      if (problem.details.maybeSent) tellOf({ method: call.method, path: pathOf(call), status: null });
      throw problem;
    }
  }

  close(): Promise<void> {
    return this.dispatcher.close();
  }
}

function describeSilence(error: unknown): CrmProblem {
  if (error instanceof CrmProblem) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof ForbiddenAddress || error instanceof ForbiddenAddress) {
    return new CrmProblem('unauthorized', {
      code: 'crm_unreachable',
      message: 'The CRM’s address points into a private network',
      hint: 'Give its public address, or allow the range in ALLOWED_ADDRESSES',
      crmMessage: String((cause as Error).message),
    });
  }
  const code = errorCode(error) ?? errorCode(cause) ?? '';
  if (error instanceof TooLateToLeave) {
    return new CrmProblem('transient', {
      code: 'crm_unreachable',
      message: 'The call could not leave in time',
      hint: 'It is tried again by itself',
      maybeSent: false,
    });
  }
  const neverSent = NEVER_SENT.has(code);
  // A `DOMException` is no `Error` in every context of Node's, but has its name in all of them.
  const unanswered =
    error instanceof errors.RequestAbortedError || (error as { name?: unknown } | null)?.name === 'TimeoutError';
  return new CrmProblem(neverSent ? 'unreachable' : 'transient', {
    code: 'crm_unreachable',
    message: unanswered ? 'The CRM did not answer in time' : 'The connection to the CRM broke off',
    hint: 'It is tried again by itself',
    crmMessage: error instanceof Error ? error.message : String(error),
    maybeSent: !neverSent,
  });
}

/** Without its query, where some vendors and receivers take secrets. */
function pathOf({ url }: CrmCall): string {
  return new URL(url).pathname;
}

function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

function parse(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
