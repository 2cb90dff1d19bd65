import { once } from 'node:events';
import type { SyncStreamEnd, SyncStreamLine, SyncStreamResult } from '@integration-queue/shared/sync-stream';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';
import { stillWelcome } from '../../events/sql/still-welcome.js';
import { AppProblem } from '../../ops/app-problem.js';
import { requestId } from '../../ops/request-context.js';
import { unlessEnded } from '../../ops/unless-ended.js';
import type { Actor } from '../../workspaces/actor.js';
import { readLines } from './read-lines.js';
import { ItemTaker } from './take-items.js';

/** Streams one sender may have open at once at one process. A stream counts as one request, however long it is. */
export const MOST_STREAMS = 4;
const COME_BACK_SECONDS = 5;
/** A sender who says nothing for so long is taken for gone. */
const LONGEST_SILENCE_MS = 120_000;

/** Streams of sends: read, accepted and answered a portion at a time, so that no stream is held in memory. */
@Injectable()
export class StreamService implements BeforeApplicationShutdown {
  private readonly log = new Logger('Stream');
  private readonly open = new Map<string, number>();
  private readonly stopping = new AbortController();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ItemTaker) private readonly taker: ItemTaker,
  ) {}

  beforeApplicationShutdown(): void {
    this.stopping.abort(new AppProblem('not_ready', 'This server is stopping; send what was not answered again'));
  }

  /** Answers each line of the request; what went wrong after the first portion is said in the answer's last line. */
  async run(actor: Actor, request: Request, response: Response): Promise<void> {
    checkKind(request);
    const leave = this.enter(actor);
    const ending = new AbortController();
    const silence = setTimeout(() => ending.abort(tooSilent()), LONGEST_SILENCE_MS);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const ended = AbortSignal.any([ending.signal, gone.signal, this.stopping.signal]);
    try {
      response.writeHead(200, {
        'content-type': 'application/x-ndjson; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        // What is left of a stream that ends early is not read to its end only to keep the connection.
        connection: 'close',
      });
      response.flushHeaders();
      const counts: SyncStreamEnd['end'] = { accepted: 0, duplicate: 0, repeated: 0, invalid: 0 };
      const problem = await this.answer(actor, request, { ended, silence }, async (results) => {
        for (const { status } of results) counts[status] += 1;
        await write(response, results, ended);
      });
      // Who does not read what was answered will not read how it ended.
      if (gone.signal.aborted || response.writableNeedDrain) response.destroy();
      else response.end(line({ end: counts, problem: problem?.body(requestId()) ?? null }));
    } finally {
      clearTimeout(silence);
      leave();
    }
  }

  /** Works until the stream ends, and answers with the problem that ended it, if any. */
  private async answer(
    actor: Actor,
    request: Request,
    { ended, silence }: { ended: AbortSignal; silence: NodeJS.Timeout },
    write: (results: SyncStreamResult[]) => Promise<void>,
  ): Promise<AppProblem | null> {
    const portions = readLines(request);
    try {
      for (;;) {
        const portion = await unlessEnded(portions.next(), ended);
        if (portion.done) return null;
        await this.checkWelcome(actor);
        await write(await this.taker.take(actor, portion.value));
        silence.refresh();
      }
    } catch (error) {
      if (error instanceof AppProblem) return error;
      if (request.destroyed || ended.aborted) return null;
      this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return new AppProblem('internal', 'Something went wrong on our side; send what was not answered again');
    }
  }

  private enter({ id }: Actor): () => void {
    const streams = this.open.get(id) ?? 0;
    if (streams >= MOST_STREAMS) {
      const detail = `There are ${MOST_STREAMS} streams of yours open; end one first`;
      throw new AppProblem('rate_limited', detail, undefined, COME_BACK_SECONDS);
    }
    this.open.set(id, streams + 1);
    return () => {
      const left = this.open.get(id)! - 1;
      if (left === 0) this.open.delete(id);
      else this.open.set(id, left);
    };
  }

  /** A stream must not outlive the session or key it was opened with. */
  private async checkWelcome({ sessionId, keyHash, expiresAt }: Actor): Promise<void> {
    if (expiresAt && expiresAt.getTime() <= Date.now())
      throw new AppProblem(sessionId === null ? 'unauthenticated' : 'session_expired');
    const who = {
      sessionIds: sessionId === null ? [] : [sessionId],
      keyHashes: keyHash === undefined ? [] : [keyHash],
    };
    if ((await stillWelcome(this.database, who)).size === 0) throw new AppProblem('unauthenticated');
  }
}

function checkKind({ headers }: Request): void {
  if (!/^application\/(x-)?ndjson\b/i.test(headers['content-type'] ?? ''))
    throw new AppProblem(
      'unsupported_media_type',
      'Send one JSON object a line, with "Content-Type: application/x-ndjson"',
    );
  const { 'content-encoding': encoding = 'identity' } = headers;
  if (encoding !== 'identity')
    throw new AppProblem('unsupported_media_type', `Send the lines as they are, not with Content-Encoding ${encoding}`);
}

function tooSilent(): AppProblem {
  return new AppProblem('invalid_request', `Nothing came for ${LONGEST_SILENCE_MS / 1000} seconds; open a new stream`);
}

/** Settles when there is room for more: a sender who does not read what we answer is not read either. */
async function write(response: Response, lines: SyncStreamLine[], ended: AbortSignal): Promise<void> {
  if (response.write(lines.map(line).join(''))) return;
  await once(response, 'drain', { signal: ended });
}

function line(value: SyncStreamLine): string {
  return `${JSON.stringify(value)}\n`;
}
