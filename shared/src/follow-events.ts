import { createParser } from 'eventsource-parser';
import { ApiError } from './api-error.js';
import type { LiveEvent } from './event.js';

/** Opens one stream. `lastEventId` is that of the last event seen, null before the first. */
export type OpenEvents = (request: { lastEventId: string | null; signal: AbortSignal }) => Promise<Response>;

export interface FollowOptions {
  /** Ends the loop, without an error. */
  signal?: AbortSignal;
  /** Goes on behind this event: what changed since comes first. */
  lastEventId?: string;
}

/** The server sends a heartbeat at least every 20 s; a stream silent for longer than this is dead. */
const SILENCE_MS = 50_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Problems that pass by themselves, beside whatever a proxy answers with 5xx. */
const PASSING = new Set(['not_ready', 'rate_limited', 'internal']);

/**
 * Every event, for as long as the loop runs: a stream that ends, breaks or falls silent is opened again behind the last
 * event, sooner or later as the server comes back, and is told what changed meanwhile. Rejects with `ApiError` where the
 * server refuses (401, 403); asks `open` for each connection, so that a token can be a new one.
 */
export async function* followEvents(
  open: OpenEvents,
  { signal, lastEventId }: FollowOptions = {},
): AsyncGenerator<LiveEvent> {
  let last = lastEventId ?? null;
  let failures = 0;
  while (!signal?.aborted) {
    try {
      for await (const event of readEvents((ended) => open({ lastEventId: last, signal: ended }), signal)) {
        failures = 0;
        if (event === null) continue;
        last = event.id;
        yield event;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof ApiError && !PASSING.has(error.code) && error.status < 500) throw error;
    }
    await pause(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + Math.random() / 2), signal);
    failures += 1;
  }
}

/** The events of one stream until it ends; null for each heartbeat, and once it is open. Throws where it breaks or falls silent. */
export async function* readEvents(
  open: (ended: AbortSignal) => Promise<Response>,
  signal?: AbortSignal,
): AsyncGenerator<LiveEvent | null> {
  const leaving = new AbortController();
  const isSilent = () => leaving.abort(new TypeError('The event stream fell silent'));
  let silence = setTimeout(isSilent, SILENCE_MS);
  const heard: (LiveEvent | null)[] = [];
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      if (event) heard.push({ id: id ?? '', event, data: JSON.parse(data) as unknown } as LiveEvent);
    },
    onComment: () => heard.push(null),
  });
  try {
    const { body } = await open(signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal);
    yield null;
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(silence);
      silence = setTimeout(isSilent, SILENCE_MS);
      parser.feed(part.value);
      yield* heard.splice(0);
    }
  } finally {
    clearTimeout(silence);
    leaving.abort();
  }
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
