/**
 * `npm run admin -- <command>`: the admin command line on the database in DATABASE_URL, or else on the one that `npm start`
 * runs. `npm run --silent admin -- export … > file` keeps npm's own lines out of the file.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Access, AccessFile } from './access.ts';
import { ROOT } from './folders.ts';
import { readJson } from './json-file.ts';
import { lastPort } from './ports.ts';
import { OUR_DATABASE, postgresUrl } from './postgres.ts';
import { keepSecrets } from './secrets.ts';
import { Refusal } from './say.ts';

const PROGRAM = join(ROOT, 'api', 'dist', 'admin.js');

try {
  process.env.DATABASE_URL ||= runningDatabase();
  // Not built here: what a build says would stand in the output, and may be in a file.
  if (!existsSync(PROGRAM)) throw new Refusal('The API is not built yet: "npm start" or "npm run build" builds it.');
  await import(PROGRAM);
} catch (error) {
  process.stderr.write(`${error instanceof Refusal ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = 1;
}

function runningDatabase(): string {
  const port = lastPort('postgres');
  if (!readJson<Access>(AccessFile.path)?.pids.postgres || !port)
    throw new Refusal('No database is running here. Start it with "npm start", or say which one with DATABASE_URL.');
  return postgresUrl(port, keepSecrets().postgresPassword, OUR_DATABASE);
}
