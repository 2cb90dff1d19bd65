import { join } from 'node:path';
import { startChild } from '../local/child.ts';
import { SIGN_IN, type BenchHouse } from './bench-house.ts';
import type { BenchOptions } from './parts.ts';

/**
 * Runs a script of `e2e/bench` and answers what it prints. The browser is a process of its own: the packages that drive it
 * belong to the browser tests. `env` is what the script asks for beside the house it signs in to.
 */
export async function runBrowser<T>(
  script: string,
  house: BenchHouse,
  { root, folder }: BenchOptions,
  env: Record<string, string>,
): Promise<T> {
  const log = join(folder, 'browser.log');
  const child = await startChild({
    name: 'Browser',
    command: process.execPath,
    args: [join(root, 'e2e/bench', script)],
    env: { ...process.env, API_URL: house.apiUrl, EMAIL: SIGN_IN.email, PASSWORD: SIGN_IN.password, ...env },
    log,
    answers: true,
  });
  const answer = await child.answer;
  if (!answer) throw new Error(`The browser did not do it; see ${log}`);
  return JSON.parse(answer) as T;
}
