import { Agent, type Dispatcher, errors, request } from 'undici';
import { type AddressGuard, ForbiddenAddress } from '../../crm/address-guard.js';

/** From the first byte of the connection to the last one read. */
const DEADLINE_MS = 15_000;
/** Of an answer this much is read and kept; the connection is cut at the rest. */
const MOST_KEPT_BYTES = 1_024;

/** What came of one POST. `httpStatus` is null where there was no answer; `error` then says why. */
export interface Posted {
  ok: boolean;
  httpStatus: number | null;
  error: string | null;
  answer: string;
  durationMs: number;
  /** What the receiver asked for with `Retry-After`. */
  retryAfterMs: number | null;
}

/**
 * Posts to addresses that users gave: checked where the socket connects, redirects not followed, answers bounded in size and
 * time. Only 2xx is success; it counts from the status line on, whatever the body does.
 */
export class Poster {
  private readonly dispatcher: Dispatcher;

  constructor(
    private readonly guard: AddressGuard,
    private readonly deadlineMs = DEADLINE_MS,
  ) {
    this.dispatcher = new Agent({ connect: { lookup: guard.lookup, timeout: 10_000 }, connections: 10 });
  }

  async post(url: string, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<Posted> {
    const started = performance.now();
    const late = AbortSignal.timeout(this.deadlineMs);
    const end = (posted: Omit<Posted, 'durationMs' | 'retryAfterMs'> & { retryAfterMs?: number | null }): Posted => ({
      retryAfterMs: null,
      ...posted,
      durationMs: Math.round(performance.now() - started),
    });
    try {
      this.guard.checkHost(new URL(url).hostname);
      const {
        statusCode,
        headers: answered,
        body: stream,
      } = await request(url, {
        method: 'POST',
        dispatcher: this.dispatcher,
        headers: { 'content-type': 'application/json', 'user-agent': 'integration-queue', ...headers },
        body,
        signal: AbortSignal.any([signal, late]),
      });
      const ok = statusCode >= 200 && statusCode < 300;
      return end({
        ok,
        httpStatus: statusCode,
        error: ok ? null : describeStatus(statusCode),
        answer: await readBeginning(stream),
        retryAfterMs: readRetryAfter(answered['retry-after']),
      });
    } catch (error) {
      return end({
        ok: false,
        httpStatus: null,
        error: describeSilence(error, late.aborted || error instanceof errors.ConnectTimeoutError),
        answer: '',
      });
    }
  }

  close(): Promise<void> {
    return this.dispatcher.close();
  }
}

/** Text Postgres can keep, even where the receiver sends bytes that are none. */
async function readBeginning(stream: Dispatcher.ResponseData['body']): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length >= MOST_KEPT_BYTES) break;
    }
  } catch {
    // The status is what counts.
  }
  stream.destroy();
  return Buffer.concat(parts).subarray(0, MOST_KEPT_BYTES).toString('utf8').replaceAll('\0', '');
}

function describeStatus(status: number): string {
  return status >= 300 && status < 400
    ? `It answered ${status}, which leads elsewhere; redirects are not followed`
    : `It answered ${status}`;
}

function describeSilence(error: unknown, isLate: boolean): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  for (const one of [error, cause]) {
    if (one instanceof ForbiddenAddress) return `${one.message}; allow its range in ALLOWED_ADDRESSES`;
  }
  if (isLate) return 'It did not answer in time';
  return `No answer: ${error instanceof Error ? error.message : String(error)}`;
}

function readRetryAfter(value: string | string[] | undefined): number | null {
  const [text] = [value ?? []].flat();
  if (text === undefined) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}
