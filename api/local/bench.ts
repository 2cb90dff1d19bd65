/**
 * `npm run bench`: measures the budgets and prints one table; each part also writes `.local/bench/<part>.json`.
 *
 *   npm run bench                    every part
 *   npm run bench -- queue           one part
 *   npm run bench -- queue accept    rows of a part whose name matches one of the words
 *   npm run bench -- popup --syncs 10000   with so many entries in place of a million
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PARTS } from '../bench/parts.ts';
import { buildWhatIsStale } from './builds.ts';
import { LOCAL_DIR, makeFolder, ROOT } from './folders.ts';
import { Leftovers } from './leftovers.ts';
import { runProgram } from './program.ts';
import { bringRedis } from './redis.ts';
import { Refusal } from './say.ts';
import { startThrowAwayServers, type ThrowAwayServers } from './throw-away-servers.ts';

let servers: ThrowAwayServers | undefined;
await runProgram(run, { atEnd: () => servers?.stop() });

async function run(): Promise<boolean> {
  const [part, ...words] = process.argv.slice(2);
  const parts = PARTS.filter(({ name }) => part === undefined || name === part);
  if (parts.length === 0)
    throw new Refusal(`There is no part "${part}"; there are: ${PARTS.map(({ name }) => name).join(', ')}.`);
  await bringRedis();
  await buildWhatIsStale('shared', 'api');
  servers = await startThrowAwayServers(await Leftovers.ofOneRun(LOCAL_DIR, 'bench'), { durable: true });
  const folder = makeFolder(join(LOCAL_DIR, 'bench'));
  if (!existsSync(join(ROOT, 'api', 'dist', 'main.js'))) throw new Refusal('The API is not built.');
  const results = [];
  for (const { run: runPart } of parts) results.push(await runPart({ ...servers, root: ROOT, folder, words }));
  return results.every((exact) => exact);
}
