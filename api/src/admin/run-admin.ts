import type { Readable, Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../database.js';
import { type Command, type Given, UsageError } from './command.js';
import { createWorkspaceCommand } from './create-workspace.js';
import { exportEntriesCommand } from './export-entries.js';
import { allHelp, helpOf } from './help.js';
import { listKeysCommand } from './list-keys.js';
import { listStuckCommand } from './list-stuck.js';
import { rotateKeysCommand } from './rotate-keys.js';

const COMMANDS = [createWorkspaceCommand, listKeysCommand, rotateKeysCommand, listStuckCommand, exportEntriesCommand];

/** A person waits: millions of entries may take their time. */
const STATEMENT_TIMEOUT_MS = 600_000;

export interface AdminTerminal {
  /** Asked for only where a command needs it; throws what is wrong with the environment. */
  databaseUrl(): string;
  input: Readable;
  out: Writable;
  err: Writable;
}

/** Runs one command. Answers the exit code: 0 done, 1 failed, 2 called wrongly. Never throws. */
export async function runAdmin(args: string[], terminal: AdminTerminal): Promise<0 | 1 | 2> {
  const { out, err } = terminal;
  const asked = args.find((arg) => arg === '--help' || arg === '-h') ?? (args[0] === 'help' ? 'help' : undefined);
  const command = COMMANDS.find(({ words }) => words === args.slice(0, words.split(' ').length).join(' '));
  if (asked !== undefined) {
    out.write(command ? helpOf(command) : allHelp(COMMANDS));
    return 0;
  }
  try {
    if (!command)
      throw new UsageError(args.length === 0 ? 'Say what to do' : `There is no command "${args.join(' ')}"`);
    const given = readOptions(command, args.slice(command.words.split(' ').length));
    await using database = await open(terminal.databaseUrl());
    await command.run(given, { database, input: terminal.input, out });
    return 0;
  } catch (error) {
    err.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (!(error instanceof UsageError)) return 1;
    err.write(`\n${command ? helpOf(command) : allHelp(COMMANDS)}`);
    return 2;
  }
}

function readOptions({ options }: Command, args: string[]): Given {
  const types = Object.entries(options).map(([name, { value }]) => [name, { type: value ? 'string' : 'boolean' }]);
  const given: Given = {};
  for (const [name, value] of Object.entries(parse(args, Object.fromEntries(types) as ParseOptions)))
    given[name] = value === true ? 'yes' : String(value);
  for (const [name, option] of Object.entries(options)) {
    given[name] ??= option.default;
    if (option.required && given[name] === undefined) throw new UsageError(`--${name} is missing`);
  }
  return given;
}

type ParseOptions = Record<string, { type: 'string' | 'boolean' }>;

function parse(args: string[], options: ParseOptions): Record<string, unknown> {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Throws where there is no database of this version: to bring one there is for the API, which knows who else uses it. */
async function open(url: string): Promise<DataSource & AsyncDisposable> {
  const options = { poolSize: 2, statementTimeoutMs: STATEMENT_TIMEOUT_MS };
  const database = await createDataSource(url, options)
    .initialize()
    .catch((error: unknown) => {
      const why = [(error as NodeJS.ErrnoException).code, (error as Error).message].filter(Boolean).join(', ');
      throw new Error(`The database in DATABASE_URL cannot be reached (${why}). Check the address, and that it runs`);
    });
  if (await database.showMigrations()) {
    await database.destroy();
    throw new Error(
      'The database is older than this version; start the API of this version once, it brings it up to date',
    );
  }
  return Object.assign(database, { [Symbol.asyncDispose]: () => database.destroy() });
}
