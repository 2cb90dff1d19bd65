import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { chosenPort, freePort, isFree } from './ports.ts';

afterEach(() => {
  delete process.env['A_PORT'];
});

test('a port that is taken is refused by number, with the variable that changes it', async () => {
  const server = createServer().listen(await freePort(), '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  process.env['A_PORT'] = String(port);
  await expect(chosenPort('A_PORT', 3000, 'the API')).rejects.toThrow(
    new RegExp(`Port ${port}, wanted for the API, is taken.*A_PORT=`),
  );
  server.close();
  await once(server, 'close');
  expect(await isFree(port)).toBe(true);
  expect(await chosenPort('A_PORT', 3000, 'the API')).toBe(port);
});

test.each(['abc', '0', '70000', '3000.5'])('%s is no port', async (text) => {
  process.env['A_PORT'] = text;
  await expect(chosenPort('A_PORT', 3000, 'the API')).rejects.toThrow(`A_PORT=${text} is not a port`);
});

test('without the variable the standard port is taken', async () => {
  const standard = await freePort();
  expect(await chosenPort('A_PORT', standard, 'the API')).toBe(standard);
});

test('a free port is none that an outgoing connection could be given meanwhile', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  expect(ports.filter((port) => port < 1024 || port >= 32_768)).toEqual([]);
});
