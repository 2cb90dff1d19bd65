import type { Command } from './command.js';

const CALL = 'node api/dist/admin.js';

/** What one command takes. */
export function helpOf({ words, about, options }: Command): string {
  const rows = Object.entries(options).map(([name, { value, about: what, required, default: usual }]) => ({
    call: `--${name}${value ? ` ${value}` : ''}`,
    what: `${what}${usual === undefined ? '' : ` (${usual})`}${required ? '; needed' : ''}`,
  }));
  const width = Math.max(...rows.map(({ call }) => call.length));
  const lines = rows.map(({ call, what }) => `  ${call.padEnd(width)}  ${what}`);
  return `${CALL} ${words}: ${about}\n\n${lines.join('\n')}\n`;
}

/** All commands, and what holds for each of them. */
export function allHelp(commands: Command[]): string {
  const width = Math.max(...commands.map(({ words }) => words.length));
  const lines = commands.map(({ words, about }) => `  ${words.padEnd(width)}  ${about}`);
  return `${CALL} <command> [options]

${lines.join('\n')}

<command> --help says what it takes. DATABASE_URL is the only variable it needs.
Ends with 0 when done, 1 when it failed, 2 when it was called wrongly.
`;
}
