/**
 * `npm start`: builds what changed, starts Postgres, Redis, the practice CRM, the API and a worker on this machine, and
 * keeps them running until Ctrl-C. Data stays in `.local/`. `PORT`, `PRACTICE_CRM_PORT` and `LOCAL_DIR` change where.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Access, AccessFile } from './access.ts';
import { buildWhatIsStale } from './builds.ts';
import { LOCAL_DIR } from './folders.ts';
import { House } from './house.ts';
import { Leftovers } from './leftovers.ts';
import { chosenPort } from './ports.ts';
import { bringRedis } from './redis.ts';
import { Refusal, say, seconds } from './say.ts';
import { keepSecrets } from './secrets.ts';
import { stopRequest } from './stop-request.ts';

const started = Date.now();
let leftovers: Leftovers | undefined;
let house: House | undefined;
let failure: unknown;
try {
  const reason = await Promise.race([stopRequest, run()]);
  if (reason) say('\nStopping …');
} catch (error) {
  failure = error;
}
await house?.stop();
leftovers?.clear();
if (failure) process.stderr.write(`\n${failure instanceof Refusal ? failure.message : inFull(failure)}\n`);
else say('Stopped. Everything is kept for the next start.');
process.exit(failure ? 1 : 0);

/** Settles when everything is up, and then never: from there on only a request to stop ends the program. */
async function run(): Promise<string> {
  say('Integration Queue');
  leftovers = await Leftovers.ofOnlyRun(join(LOCAL_DIR, 'processes.json'), 'Integration Queue');
  // Of a run that was killed: it would still say "ready".
  rmSync(AccessFile.path, { force: true });
  const port = await chosenPort('PORT', 3000, 'the API');
  const practiceCrmPort = await chosenPort('PRACTICE_CRM_PORT', 4010, 'the practice CRM');
  await bringRedis();
  await buildWhatIsStale('shared', 'api', 'extension');
  const secrets = keepSecrets();
  house = new House({ port, practiceCrmPort, secrets, leftovers });
  welcome(await house.start(), secrets.practiceCrmToken);
  return stopRequest;
}

function welcome({ apiUrl, practiceCrmUrl, email, password, extension }: Access, practiceToken: string): void {
  say(`
Ready after ${seconds(started)}.

  API            ${apiUrl}    (reference: ${apiUrl}/docs)
  Practice CRM   ${practiceCrmUrl}
  Sign in as     ${email}
  with password  ${password}
  API key        in ${AccessFile.path}
  Logs           in ${join(LOCAL_DIR, 'logs')}
  Practice token ${practiceToken}    (see "Practice accounts" in README.md)

  The extension, in Chrome, Chromium or Edge: open chrome://extensions, switch on "Developer mode",
  choose "Load unpacked" and pick
      ${extension.chrome}
  In Firefox: open about:debugging#/runtime/this-firefox, choose "Load Temporary Add-on" and pick
      ${join(extension.firefox, 'manifest.json')}
  Then open its options, enter the API's address and sign in.

Ctrl-C stops everything; the data stays.`);
}

function inFull(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
