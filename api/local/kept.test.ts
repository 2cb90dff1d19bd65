import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { until } from '../test/until.js';
import { startChild } from './child.ts';
import { identityOf } from './identity.ts';
import { Kept } from './kept.ts';

const folder = mkdtempSync(join(tmpdir(), 'kept-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that runs until it is told to stop. */
const patient = () =>
  startChild({
    name: 'patient',
    command: process.execPath,
    args: ['-e', 'setInterval(() => undefined, 1000)'],
    env: {},
    log: join(folder, 'log'),
  });

test('a service that dies is started again, and its number is told each time', async () => {
  const pids: number[] = [];
  const kept = await Kept.start({ name: 'Service', start: patient, onPid: (pid) => pids.push(pid) });
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await until(() => pids.length === 3);
  expect(kept.deaths).toBe(1);
  expect(pids[1]).toBe(0);
  expect(identityOf(pids[0] ?? 0)).toBeUndefined();
  expect(identityOf(pids[2] ?? 0)).toBeDefined();

  await kept.stop();
  expect(pids).toHaveLength(4);
  expect(pids[3]).toBe(0);
  expect(identityOf(pids[2] ?? 0)).toBeUndefined();
});

test('a service that cannot be started again is tried until it can, or until it is stopped', async () => {
  let starts = 0;
  const kept = await Kept.start({
    name: 'Service',
    start: () => (++starts === 2 ? Promise.reject(new Error('not yet')) : patient()),
    onPid: (pid) => {
      if (pid && starts === 1) process.kill(pid, 'SIGKILL');
    },
  });
  await until(() => starts === 3);
  await kept.stop();
  expect(starts).toBe(3);
});
