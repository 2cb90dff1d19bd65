import type { Readable, Writable } from 'node:stream';
import type { DataSource } from 'typeorm';

export interface CommandOption {
  /** What to write behind it, for the help; absent where nothing is. */
  value?: string;
  about: string;
  required?: boolean;
  default?: string;
}

/** What was given, by option: its text, or `yes` for one that takes none; absent where it was not given. */
export type Given = Record<string, string | undefined>;

/** What a command works with. The database has the schema of this version. */
export interface AdminHouse {
  database: DataSource;
  input: Readable;
  out: Writable;
}

/** One thing to do at the command line. */
export interface Command {
  /** How it is called, such as `keys list`. */
  words: string;
  about: string;
  options: Record<string, CommandOption>;
  /** Throws `UsageError` for what was given wrongly, and anything else for what failed. */
  run(given: Given, house: AdminHouse): Promise<void>;
}

/** The command was called in a way it does not understand: nothing was done. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Options that several commands have. */
export const WORKSPACE: CommandOption = { value: '<id or name>', about: 'the workspace', required: true };
export const JSON_LINES: CommandOption = { about: 'one JSON object a line, for scripts' };
