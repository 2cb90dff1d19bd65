import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** One HTTP request, read to its end. */
export interface Call {
  method: string;
  /** Decoded path below the dialect's base, beginning with `/`. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

/** One HTTP answer: `body` goes out as JSON, `text` as it is, neither as an empty answer. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  text?: string;
}

/** The request was not what it must be; each dialect says so in its own words. */
export class BadRequest extends Error {
  readonly status: 400 | 413;
  constructor(message: string, status: 400 | 413 = 400) {
    super(message);
    this.status = status;
  }
}

const MOST_BYTES = 20 * 1024 * 1024;

/** @throws BadRequest where the body is too large. */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://practice-crm');
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BYTES) throw new BadRequest(`A request may have at most ${MOST_BYTES} bytes`, 413);
    parts.push(part);
  }
  return {
    method: request.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: request.headers,
    body: Buffer.concat(parts).toString('utf8'),
  };
}

/** @throws BadRequest */
export function readJson({ body }: Call): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new BadRequest('The body is not valid JSON');
  }
}

/** @throws BadRequest */
export function readJsonObject(call: Call): Record<string, unknown> {
  const value = readJson(call);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadRequest('The body must be a JSON object');
  }
  return value as Record<string, unknown>;
}

export function sendAnswer(response: ServerResponse, { status, headers = {}, body, text }: Answer): void {
  const payload = text ?? (body === undefined ? '' : JSON.stringify(body));
  response.writeHead(status, {
    ...(payload === '' ? {} : { 'content-type': text === undefined ? 'application/json' : 'text/html; charset=utf-8' }),
    'content-length': Buffer.byteLength(payload),
    ...headers,
  });
  response.end(payload);
}
