import type { LiveEvent } from '@integration-queue/shared/event';
import { readEvents } from '@integration-queue/shared/follow-events';
import { UnreachableError } from '../errors/problem';

export interface EventStreamOptions {
  serverUrl: string;
  token: string;
  lastEventId: string | null;
  signal: AbortSignal;
  onOpen(): void;
  onEvent(event: LiveEvent): void;
  /** Hears every event and heartbeat. */
  onAlive(): void;
}

/** The stream was refused; 401 wants a new token. */
export class StreamRefusedError extends Error {
  override readonly name = 'StreamRefusedError';
  constructor(readonly status: number) {
    super(`The event stream was refused with ${status}`);
  }
}

/**
 * Reads `GET /v1/events` until the server closes it, it falls silent, or `signal` is aborted. `EventSource` cannot be used:
 * it sends no `Authorization`.
 */
export async function readEventStream(options: EventStreamOptions): Promise<void> {
  const open = async (signal: AbortSignal) => {
    const response = await openStream(options, signal);
    options.onOpen();
    return response;
  };
  for await (const event of readEvents(open, options.signal)) {
    options.onAlive();
    if (event) options.onEvent(event);
  }
}

async function openStream({ serverUrl, token, lastEventId }: EventStreamOptions, signal: AbortSignal) {
  const response = await fetch(`${serverUrl}/v1/events`, {
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
      ...(lastEventId !== null && { 'last-event-id': lastEventId }),
    },
    credentials: 'omit',
    cache: 'no-store',
    signal,
  });
  if (!response.ok || !response.body) throw new StreamRefusedError(response.status);
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    throw new UnreachableError('Something else than our server answered');
  }
  return response;
}
