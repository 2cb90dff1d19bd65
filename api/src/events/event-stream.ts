import type { Response } from 'express';
import type { Actor } from '../workspaces/actor.js';
import type { LiveClient } from './live-events.js';

/** Proxies and browsers drop a silent stream; service workers sleep after 30 s. */
const HEARTBEAT_MS = 15_000;
/** A client that reads slower than it is told is dropped at this much unread, and comes back with its last event id. */
const MOST_UNREAD_BYTES = 1_000_000;
const RECONNECT_MS = 2_000;

/** Turns an answer into a stream of Server-Sent Events that ends with the session. */
export function openStream(response: Response, { workspaceId, expiresAt, sessionId, keyHash }: Actor): LiveClient {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write(`retry: ${RECONNECT_MS}\n\n`);
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  const expiry =
    expiresAt && setTimeout(() => response.end(), Math.min(expiresAt.getTime() - Date.now(), 2_000_000_000));
  response.on('close', () => {
    clearInterval(heartbeat);
    if (expiry) clearTimeout(expiry);
  });
  return {
    workspaceId,
    sessionId,
    keyHash: keyHash ?? null,
    send(event, data, id) {
      if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
      else response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    close: () => void response.end(),
  };
}
