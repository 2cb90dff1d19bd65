import { UNREADABLE } from './utf8.js';

/** What a record that cannot be taken over is reported with. */
export interface LineProblem {
  code: 'invalid_line' | 'invalid_value';
  message: string;
}

/** One record of a file as text: a JSON object, or a CSV record over one line or several. `line` is its first. */
export type TextRecord = { line: number; text: string } | { line: number; problem: LineProblem };

/** One record, its values by our field names. What is not there is absent; values are as the file has them. */
export type ReadRecord =
  { line: number; values: ReadonlyMap<string, unknown> } | { line: number; problem: LineProblem };

/** A file whose kind and columns are known, ready to be read. */
export interface RecordFile {
  /** Our field → column (or key) it is taken from. Of NDJSON it grows with the keys that are met. */
  readonly mapping: Record<string, string>;
  /** Mark between whole and fraction where a number could be read both ways. */
  readonly decimalMark: '.' | ',';
  readonly records: AsyncIterable<TextRecord>;
  /** Takes texts apart; blank records are left out. */
  read(records: TextRecord[]): ReadRecord[];
}

/** Records written in one transaction: enough to make its cost small, few enough to be fast for others who wait. */
const CHUNK = 500;
/** Characters after which a chunk is full: long records must not add up in memory. */
const CHUNK_SIZE = 4_194_304;

/** Records in portions of bounded number and size. */
export async function* inChunks(records: AsyncIterable<TextRecord>): AsyncGenerator<TextRecord[]> {
  let chunk: TextRecord[] = [];
  let size = 0;
  for await (const record of records) {
    chunk.push(record);
    size += 'text' in record ? record.text.length : 0;
    if (chunk.length < CHUNK && size < CHUNK_SIZE) continue;
    yield chunk;
    [chunk, size] = [[], 0];
  }
  if (chunk.length > 0) yield chunk;
}

/** A line that could not even be looked at. */
export function tooLong(line: number): TextRecord {
  return { line, problem: { code: 'invalid_line', message: 'The line is longer than 1 MB' } };
}

/** Says so where a record holds what could not be read in the file's encoding; storing it would garble a name. */
export function unreadable(text: string): LineProblem | null {
  if (!text.includes(UNREADABLE) && text.isWellFormed()) return null;
  return { code: 'invalid_line', message: 'Some characters cannot be read; save the file as UTF-8' };
}
