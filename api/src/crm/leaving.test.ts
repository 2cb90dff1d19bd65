import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AddressGuard } from './address-guard.js';
import { CrmProblem } from './errors.js';
import { CrmHttp } from './http.js';
import { leavingWithin } from './leaving.js';

let server: Server;
let http: CrmHttp;
let received = 0;
beforeAll(async () => {
  server = createServer((_, response) => {
    received += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));
});
afterAll(async () => {
  await http.close();
  await new Promise((resolve) => server.close(resolve));
});

const call = () =>
  http.send({
    method: 'POST',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    body: {},
    signal: new AbortController().signal,
    deadlineMs: 10_000,
  });

test('a call leaves within its time, and one whose time is over does not, on a new line or an open one', async () => {
  const late = () => leavingWithin(-1, call).catch((error: unknown) => error);
  expect(await late()).toBeInstanceOf(CrmProblem);
  expect(received).toBe(0);
  await leavingWithin(10_000, call);
  expect(received).toBe(1);
  expect(await late()).toMatchObject({ kind: 'transient', details: { maybeSent: false } });
  expect(received).toBe(1);
  expect((await call()).status).toBe(200);
});
