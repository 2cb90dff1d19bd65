import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** A measured budget. `peers` are the same measure of other systems in the same run. */
export interface Row {
  name: string;
  value: number;
  unit: string;
  budget: string;
  met: boolean | null;
  peers: Record<string, number>;
  /** Lowest and highest of the rounds. */
  range?: [number, number];
  note?: string;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which `share` of them lie. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

export function range(values: number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** Prints the table and writes the JSON beside it. */
export function report(part: string, folder: string, versions: Record<string, string>, rows: Row[]): void {
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) };
  const cells = rows.map((row) => [
    row.name,
    `${tidy(row.value)} ${row.unit}`,
    row.range ? `${tidy(row.range[0])} – ${tidy(row.range[1])}` : '',
    row.budget,
    row.met === null ? '' : row.met ? 'met' : 'MISSED',
    [
      Object.entries(row.peers)
        .map(([peer, value]) => `${peer} ${tidy(value)}`)
        .join(', '),
      row.note ?? '',
    ]
      .filter(Boolean)
      .join('; '),
  ]);
  const head = ['what', 'median', 'range', 'budget', '', 'peers and notes'];
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  process.stdout.write(`\n${part}: ${machine.cores} × ${machine.cpu}, ${machine.memoryGiB} GiB\n${line(head)}\n`);
  for (const row of cells) process.stdout.write(`${line(row)}\n`);
  const file = join(folder, `${part}.json`);
  writeFileSync(file, JSON.stringify({ machine, versions, rows }, null, 2));
  process.stdout.write(`\nWritten to ${file}\n`);
}

function tidy(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0 });
}
