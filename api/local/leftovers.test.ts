import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { until } from '../test/until.js';
import { identityOf } from './identity.ts';
import { Leftovers } from './leftovers.ts';

const folder = mkdtempSync(join(tmpdir(), 'leftovers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A run that starts a program, records it, and says its number. */
function startRun(record: string) {
  const local = fileURLToPath(new URL('.', import.meta.url));
  const source = `
    import { mkdirSync } from 'node:fs';
    import { startChild } from '${local}child.ts';
    import { Leftovers } from '${local}leftovers.ts';
    const leftovers = ${record};
    mkdirSync('${folder}/throw-away');
    leftovers.addFolder('${folder}/throw-away');
    const child = await startChild({
      name: 'x', command: process.execPath, args: ['-e', 'setInterval(() => undefined, 1000)'], env: {}, log: '${folder}/log',
    });
    leftovers.add('Program', child.pid);
    console.log(child.pid);`;
  return spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '-e', source],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
}

test('the next run ends what a killed run left, and only then begins', async () => {
  const file = join(folder, 'only.json');
  const run = startRun(`await Leftovers.ofOnlyRun('${file}', 'The run')`);
  const [line] = (await once(run.stdout, 'data')) as [Buffer];
  const program = Number(line.toString());

  await expect(Leftovers.ofOnlyRun(file, 'The run')).rejects.toThrow(`The run runs here already (process ${run.pid})`);
  expect(identityOf(program)).toBeDefined();

  run.kill('SIGKILL');
  await until(() => identityOf(run.pid ?? 0) === undefined);
  expect(identityOf(program)).toBeDefined();
  const leftovers = await Leftovers.ofOnlyRun(file, 'The run');
  expect(identityOf(program)).toBeUndefined();
  expect(existsSync(join(folder, 'throw-away'))).toBe(false);

  leftovers.clear();
  expect(existsSync(file)).toBe(false);
});

test('one of many runs leaves the others alone', async () => {
  const run = startRun(`await Leftovers.ofOneRun('${folder}', 'many')`);
  const [line] = (await once(run.stdout, 'data')) as [Buffer];
  const program = Number(line.toString());
  (await Leftovers.ofOneRun(folder, 'many')).clear();
  expect(identityOf(program)).toBeDefined();

  run.kill('SIGKILL');
  await until(() => identityOf(run.pid ?? 0) === undefined);
  (await Leftovers.ofOneRun(folder, 'many')).clear();
  expect(identityOf(program)).toBeUndefined();
});

test('a process that merely got a recorded number is not touched', async () => {
  const file = join(folder, 'reused.json');
  const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  await once(other, 'spawn');
  const first = await Leftovers.ofOnlyRun(file, 'The run');
  first.add('Program', other.pid ?? 0);
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as { processes: { identity: string }[] };
  expect(recorded.processes).toHaveLength(1);
  rmSync(file);
  const { writeJson } = await import('./json-file.ts');
  writeJson(file, { processes: [{ name: 'Program', pid: other.pid, identity: 'began at another time' }], folders: [] });
  (await Leftovers.ofOnlyRun(file, 'The run')).clear();
  expect(identityOf(other.pid ?? 0)).toBe(recorded.processes[0]?.identity);
  other.kill('SIGKILL');
});
