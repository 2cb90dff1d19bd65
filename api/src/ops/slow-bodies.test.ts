import { once } from 'node:events';
import { createServer, type IncomingMessage, request as open, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { Request, Response } from 'express';
import { endSlowBodies } from './slow-bodies.js';

let server: Server;
afterEach(() => void server.close());

/** A server that answers once it has the whole body. */
async function serve(withinMs: number): Promise<number> {
  const end = endSlowBodies(withinMs, (path) => path === '/streamed');
  server = createServer((request, response) => {
    end(Object.assign(request, { path: request.url }) as unknown as Request, response as Response, () => {
      request.resume().once('end', () => response.end('whole'));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** The answer to a request of which half has come; then the rest is sent. */
async function answerTo(path: string, port: number, whole: boolean): Promise<IncomingMessage> {
  const sent = open({ port, path, method: 'POST', headers: { 'content-length': 10 } }).on('error', () => undefined);
  sent.write('half!');
  if (whole) sent.end('half!');
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  return answer;
}

test('a body that does not come in is not waited for, and the connection is closed', async () => {
  const { statusCode, headers } = await answerTo('/plain', await serve(20), false);
  expect([statusCode, headers.connection]).toEqual([408, 'close']);
});

test('one that comes in is, and the file of a stream has no such limit', async () => {
  expect((await answerTo('/plain', await serve(60_000), true)).statusCode).toBe(200);
  server.close();
  expect((await answerTo('/streamed', await serve(0), true)).statusCode).toBe(200);
});
