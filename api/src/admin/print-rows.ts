import type { Writable } from 'node:stream';

export type Row = Record<string, string | number | string[] | null>;

/** Writes rows as a table for people, or as one JSON object a line. Nothing at all for no rows in JSON. */
export function printRows(out: Writable, rows: Row[], { asJson, none }: { asJson: boolean; none: string }): void {
  if (asJson) for (const row of rows) out.write(`${JSON.stringify(row)}\n`);
  else if (rows.length === 0) out.write(`${none}\n`);
  else out.write(tableOf(rows));
}

function tableOf(rows: Row[]): string {
  const columns = Object.keys(rows[0]!);
  const lines = [columns, ...rows.map((row) => columns.map((column) => cellOf(row[column])))];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, at) => cell.padEnd(widths[at]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** Names come from people and CRMs: what would steer the terminal is left out. */
function cellOf(value: Row[string] | undefined): string {
  return [value ?? '-']
    .flat()
    .join(' ')
    .replace(/\p{Cc}/gu, ' ');
}
