/**
 * `node api/local/bootstrap.mjs screenshots`: takes the pictures for the stores, in each language, on a house of their own, and writes
 * them to `extension/store/screenshots`.
 */
import { join } from 'node:path';
import { buildWhatIsStale } from './builds.ts';
import { lastLines, startChild } from './child.ts';
import { bringChromium } from './chromium.ts';
import { LOCAL_DIR, makeFolder, ROOT } from './folders.ts';
import { Leftovers } from './leftovers.ts';
import { runProgram } from './program.ts';
import { bringRedis } from './redis.ts';
import { Refusal, say, timed } from './say.ts';
import { startThrowAwayServers, type ThrowAwayServers } from './throw-away-servers.ts';

let servers: ThrowAwayServers | undefined;
await runProgram(run, { atEnd: () => servers?.stop() });

async function run(): Promise<boolean> {
  await bringRedis();
  const chromium = await bringChromium();
  await buildWhatIsStale('shared', 'api', 'extension for tests');
  const { databaseUrl, redisUrl } = (servers = await startThrowAwayServers(
    await Leftovers.ofOneRun(LOCAL_DIR, 'screenshots'),
  ));
  const folder = join(ROOT, 'extension/store/screenshots');
  const log = join(makeFolder(join(LOCAL_DIR, 'logs')), 'screenshots.log');
  await timed('Pictures taken', async () => {
    const child = await startChild({
      name: 'Screenshots',
      command: process.execPath,
      args: [join(ROOT, 'e2e/store/screenshots.ts')],
      env: {
        ...process.env,
        TEST_DATABASE_URL: databaseUrl,
        TEST_REDIS_URL: redisUrl,
        CHROMIUM_PATH: chromium,
        FOLDER: folder,
      },
      log,
    });
    if ((await child.ended) !== 'exit code 0') throw new Refusal(`They could not be taken:\n\n${lastLines(log, 60)}`);
  });
  say(`Written to ${folder}`);
  return true;
}
