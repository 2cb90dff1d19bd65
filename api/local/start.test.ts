import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { until } from '../test/until.js';
import type { Access } from './access.ts';
import { identityOf } from './identity.ts';
import { freePort } from './ports.ts';

/** Starting the whole house, several times, on a busy machine; the first time it may have to be built. */
const LONG_MS = 600_000;

const folder = mkdtempSync(join(tmpdir(), 'start-'));
chmodSync(folder, 0o711);
const accessFile = join(folder, 'access.json');
const running = new Set<ChildProcess>();
afterAll(async () => {
  for (const starter of running) starter.kill('SIGTERM');
  await until(() => !running.size);
  rmSync(folder, { recursive: true });
});

function start(env: Record<string, string>) {
  const program = fileURLToPath(new URL('start.ts', import.meta.url));
  const starter = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    env: { ...process.env, LOCAL_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(starter);
  let output = '';
  for (const stream of [starter.stdout, starter.stderr])
    stream.on('data', (chunk: Buffer) => (output += String(chunk)));
  const ended = once(starter, 'close').then(([code]) => {
    running.delete(starter);
    return { code: code as number, output };
  });
  return { starter, ended, ready: () => Promise.race([until(() => access()?.ready === true), ended.then(fail)]) };
}

function fail({ output }: { output: string }): never {
  throw new Error(`It ended before it was ready:\n${output}`);
}

function access(): Access | undefined {
  return existsSync(accessFile) ? (JSON.parse(readFileSync(accessFile, 'utf8')) as Access) : undefined;
}

function pidsOf({ pids }: Access): number[] {
  return [...pids.api, ...pids.worker, pids.postgres, pids.redis, pids.practiceCrm];
}

const isAlive = (pid: number) => identityOf(pid) !== undefined;

const answersWith = async (status: number, path: string, { apiUrl, apiKey }: Access) => {
  const headers = { authorization: `Bearer ${apiKey}` };
  return (await fetch(apiUrl + path, { headers }).catch(() => undefined))?.status === status;
};

test(
  'npm start: all of it comes up, what dies is started again, Ctrl-C leaves nothing, a second start finds its data',
  async () => {
    const ports = { PORT: String(await freePort()), PRACTICE_CRM_PORT: String(await freePort()) };
    const first = start(ports);
    await first.ready();
    const up = access() as Access;
    expect(statSync(accessFile).mode & 0o777).toBe(0o600);
    expect(pidsOf(up).filter((pid) => !isAlive(pid))).toEqual([]);
    expect(pidsOf(up)).toHaveLength(5);
    expect(await answersWith(200, '/v1/me', up)).toBe(true);

    const again = await start(ports).ended;
    expect(again.code).toBe(1);
    expect(again.output).toContain(`runs here already (process ${first.starter.pid})`);
    const beside = await start({ ...ports, LOCAL_DIR: join(folder, 'beside') }).ended;
    expect(beside.code).toBe(1);
    expect(beside.output).toMatch(new RegExp(`Port ${ports.PORT}, .* PORT=`));
    expect(beside.output).not.toContain('    at ');

    const killed = [...up.pids.api, ...up.pids.worker, up.pids.postgres, up.pids.redis];
    for (const pid of killed) process.kill(pid, 'SIGKILL');
    await until(() => {
      const pids = pidsOf(access() as Access);
      return pids.length === 5 && pids.every((pid) => isAlive(pid) && !killed.includes(pid));
    });
    await until(() => answersWith(200, '/v1/me', up));

    const last = pidsOf(access() as Access);
    first.starter.kill('SIGINT');
    expect((await first.ended).code).toBe(0);
    expect(last.filter(isAlive)).toEqual([]);
    expect(access()?.ready).toBe(false);

    const second = start(ports);
    await second.ready();
    const back = access() as Access;
    expect([back.apiKey, back.integrationId, back.password]).toEqual([up.apiKey, up.integrationId, up.password]);
    expect(await answersWith(200, '/v1/me', back)).toBe(true);

    second.starter.kill('SIGKILL');
    await second.ended;
    const third = start(ports);
    // Until it gets to it, the file of the killed one says that all is well.
    await until(() => access()?.pids.postgres !== back.pids.postgres);
    await third.ready();
    expect(pidsOf(back).filter(isAlive)).toEqual([]);
    third.starter.kill('SIGTERM');
    expect((await third.ended).code).toBe(0);
  },
  LONG_MS,
);
