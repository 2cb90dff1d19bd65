import type { Options } from 'ky';
import { ApiError } from './api-error.js';
import { readJsonLines } from './read-json-lines.js';
import type { SyncStreamItem, SyncStreamLine, SyncStreamResult } from './sync-stream.js';

/** Opens one stream, with this body. */
export type OpenStream = (options: Options) => Promise<Response>;

/** Items taken from a list at once: one write to the network, not one an item. */
const ITEMS_AT_ONCE = 200;
/** Times a stream that broke is opened again before something of it was answered. */
const MOST_TRIES = 5;
/** Problems that pass by themselves. */
const PASSING = new Set(['not_ready', 'internal', 'rate_limited']);

/**
 * Sends any number of items in one stream and yields what became of each, in order, while they are sent; `line` counts the
 * items from 1. Nothing is held but what was not answered yet. Where the connection breaks, what was not answered is sent
 * again by itself, given that each of those items has a `key`; without, the error is thrown. Leaving the loop ends the stream
 * and lets the source go. Rejects with `ApiError`, and with what the source throws.
 */
export async function* streamSyncs(
  open: OpenStream,
  items: Iterable<SyncStreamItem> | AsyncIterable<SyncStreamItem>,
): AsyncGenerator<SyncStreamResult> {
  const sending = new Sending(items);
  try {
    yield* sendAll(open, sending);
  } finally {
    sending.stop();
  }
}

async function* sendAll(open: OpenStream, sending: Sending): AsyncGenerator<SyncStreamResult> {
  let answered = 0;
  for (let tries = 1; ; tries += 1) {
    try {
      const response = await open({
        body: sending.start(),
        headers: { 'content-type': 'application/x-ndjson' },
        timeout: false,
        // A retry by the HTTP library would keep a copy of everything that was sent.
        retry: { limit: 0 },
        ...({ duplex: 'half' } as object),
      });
      for await (const line of readJsonLines<SyncStreamLine>(response.body!)) {
        if ('end' in line) {
          if (line.problem) throw new ApiError(line.problem);
          return;
        }
        sending.answered();
        answered += 1;
        tries = 0;
        yield { ...line, line: answered };
      }
      throw new TypeError('The stream was cut off');
    } catch (error) {
      sending.throwIfSourceFailed();
      const passes = error instanceof ApiError ? PASSING.has(error.code) : error instanceof TypeError;
      if (!passes || tries >= MOST_TRIES || !sending.mayBeRepeated()) throw error;
      await wait(250 * 2 ** tries);
    }
  }
}

/** What is sent: items from their source, each kept until it was answered. */
class Sending {
  private readonly source: Source;
  private readonly unanswered: SyncStreamItem[] = [];
  /** How many of the unanswered went out by the present connection. */
  private sent = 0;
  private fetching: Promise<void> | null = null;
  private ended = false;
  private failure: { error: unknown } | null = null;

  constructor(items: Iterable<SyncStreamItem> | AsyncIterable<SyncStreamItem>) {
    this.source =
      Symbol.asyncIterator in items ? oneByOne(items[Symbol.asyncIterator]()) : some(items[Symbol.iterator]());
  }

  /** The body of a new connection: first what was not answered, then what is new. */
  start(): ReadableStream<Uint8Array> {
    this.sent = 0;
    const encoder = new TextEncoder();
    return new ReadableStream<Uint8Array>({
      pull: async (body) => {
        while (this.sent >= this.unanswered.length && !this.ended) await this.fetch();
        if (this.failure) return body.error(this.failure.error);
        const items = this.unanswered.slice(this.sent, this.sent + ITEMS_AT_ONCE);
        if (items.length === 0) return body.close();
        this.sent += items.length;
        body.enqueue(encoder.encode(items.map((item) => `${JSON.stringify(item)}\n`).join('')));
      },
    });
  }

  answered(): void {
    this.unanswered.shift();
    this.sent -= 1;
  }

  /** Nothing more is taken from the source. One that is being waited for is let go when it answers. */
  stop(): void {
    if (this.ended) return;
    this.ended = true;
    this.source.leave().catch(() => undefined);
  }

  mayBeRepeated(): boolean {
    return this.unanswered.every(({ key }) => key !== undefined);
  }

  throwIfSourceFailed(): void {
    if (this.failure) throw this.failure.error;
  }

  /** Once at a time: a connection that broke may still be waiting for an item, which belongs to the next one then. */
  private fetch(): Promise<void> {
    this.fetching ??= this.source
      .next()
      .then((items) => {
        this.ended ||= items.length === 0;
        this.unanswered.push(...items);
      })
      .catch((error: unknown) => {
        this.ended = true;
        this.failure = { error };
      })
      .finally(() => (this.fetching = null));
    return this.fetching;
  }
}

/** Where items come from, a portion at a time; an empty one is the end. */
interface Source {
  next(): Promise<SyncStreamItem[]>;
  leave(): Promise<unknown>;
}

function oneByOne(items: AsyncIterator<SyncStreamItem>): Source {
  return {
    async next() {
      const item = await items.next();
      return item.done ? [] : [item.value];
    },
    leave: async () => items.return?.(),
  };
}

function some(items: Iterator<SyncStreamItem>): Source {
  return {
    // So that what a list throws is a rejection like any other.
    async next() {
      const portion: SyncStreamItem[] = [];
      while (portion.length < ITEMS_AT_ONCE) {
        const item = items.next();
        if (item.done) break;
        portion.push(item.value);
      }
      return portion;
    },
    leave: async () => items.return?.(),
  };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
