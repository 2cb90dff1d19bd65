import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { AddressGuard } from '../../src/crm/address-guard.js';
import { Poster } from '../../src/webhooks/delivering/post.js';

const servers: Server[] = [];
const posters: Poster[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  await Promise.all(posters.splice(0).map((poster) => poster.close()));
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function post(url: string, { allowed = ['127.0.0.0/8'], deadlineMs = 10_000 } = {}) {
  const poster = new Poster(new AddressGuard(allowed), deadlineMs);
  posters.push(poster);
  return poster.post(url, {}, '{}', new AbortController().signal);
}

test('one that sends 10 GB has taken the message, is read a kilobyte of, and is cut off', async () => {
  let sent = 0;
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': String(10 * 1024 ** 3) });
    const pour = () => {
      while (!response.destroyed && sent < 10 * 1024 ** 3) {
        sent += 65_536;
        if (!response.write(Buffer.alloc(65_536, 'x'))) return;
      }
    };
    response.on('drain', pour).on('close', close);
    pour();
  });
  const before = process.memoryUsage().rss;
  const posted = await post(url);
  await closed;
  expect(posted).toMatchObject({ ok: true, httpStatus: 200, answer: 'x'.repeat(1_024) });
  expect(sent).toBeLessThan(50 * 1024 ** 2);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 ** 2);
});

test('one that never answers is given up', async () => {
  const url = await serve(() => undefined);
  expect(await post(url, { deadlineMs: 200 })).toMatchObject({
    ok: false,
    httpStatus: null,
    error: 'It did not answer in time',
  });
});

test('one that answers and never ends has taken the message', async () => {
  const url = await serve((_, response) => void response.writeHead(202).write('a'));
  expect(await post(url, { deadlineMs: 200 })).toMatchObject({ ok: true, httpStatus: 202 });
});

test('one that sends endless headers is no success', async () => {
  const url = await serve((request) => {
    request.socket.write('HTTP/1.1 200 OK\r\n');
    request.socket.on('error', () => undefined).write('x: y\r\n'.repeat(100_000));
  });
  expect(await post(url)).toMatchObject({ ok: false, httpStatus: null });
});

test.each([301, 302, 307, 308])('a redirect (%i) is not followed', async (status) => {
  let reached = 0;
  const elsewhere = await serve((_, response) => {
    reached += 1;
    response.end();
  });
  const url = await serve((_, response) => response.writeHead(status, { location: elsewhere }).end());
  expect(await post(url)).toMatchObject({ ok: false, httpStatus: status, error: expect.stringContaining('redirects') });
  expect(reached).toBe(0);
});

test.each(['127.0.0.1', 'localhost', '[::1]', '2130706433', '169.254.169.254'])(
  'nothing is sent to %s, which is not on the public internet',
  async (host) => {
    let reached = 0;
    const { port } = new URL(await serve(() => void (reached += 1)));
    expect(await post(`http://${host}:${port}/`, { allowed: [] })).toMatchObject({
      ok: false,
      error: expect.stringContaining('not on the public internet'),
    });
    expect(reached).toBe(0);
  },
);

test('bytes that are no text are kept as far as they are', async () => {
  const url = await serve((_, response) => response.writeHead(500).end(Buffer.from([0, 0xff, 0x61])));
  expect(await post(url)).toMatchObject({ ok: false, httpStatus: 500, answer: '\ufffda' });
});
