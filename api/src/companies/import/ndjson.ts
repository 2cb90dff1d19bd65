import { AppProblem } from '../../ops/app-problem.js';
import { type ColumnMapping, guessColumns } from './columns.js';
import type { Line } from './lines.js';
import { pickFields } from './pick-fields.js';
import { type ReadRecord, type RecordFile, type TextRecord, tooLong, unreadable } from './records.js';

/** Most keys a guess is kept for: objects with ever new keys must not fill memory. */
const MOST_KEYS = 1_000;

/**
 * Opens an NDJSON file: one JSON object a line. `mapping` says which key holds which field; null takes keys that are called
 * like our fields, or like columns of CSV files are. Throws `invalid_import` for a JSON array.
 */
export async function openNdjson(lines: AsyncIterator<Line>, mapping: ColumnMapping | null): Promise<RecordFile> {
  const records = textsOf(lines);
  const first = await records.next();
  if (first.done) throw new AppProblem('invalid_import', 'The file has no lines');
  if ('text' in first.value && first.value.text.trimStart().startsWith('['))
    throw new AppProblem('invalid_import', 'This is a JSON array; send one JSON object a line, without commas between');
  const used: ColumnMapping = mapping === null ? {} : { ...mapping };
  const keyOf = mapping === null ? guessKeys(used) : () => mapping;
  return {
    mapping: used,
    decimalMark: '.',
    records: startingWith(first.value, records),
    read: (texts) => texts.flatMap((record) => readRecord(record, keyOf)),
  };
}

async function* textsOf(lines: AsyncIterator<Line>): AsyncGenerator<TextRecord> {
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const { number, text }: Line = next.value;
    if (text === null) yield tooLong(number);
    else if (text.trim() !== '') yield { line: number, text };
  }
}

async function* startingWith(first: TextRecord, rest: AsyncIterable<TextRecord>): AsyncGenerator<TextRecord> {
  yield first;
  yield* rest;
}

/** Guesses for the keys of one object; what was guessed is kept, and told in `used`. */
function guessKeys(used: ColumnMapping): (keys: string[]) => ColumnMapping {
  const guesses = new Map<string, ColumnMapping>();
  return (keys) => {
    const known = JSON.stringify(keys);
    const guess = guesses.get(known) ?? { ...guessColumns(keys), ...(keys.includes('custom') && { custom: 'custom' }) };
    if (guesses.size < MOST_KEYS) guesses.set(known, guess);
    for (const [field, key] of Object.entries(guess)) used[field] ??= key;
    return guess;
  };
}

function readRecord(record: TextRecord, keyOf: (keys: string[]) => ColumnMapping): ReadRecord {
  if ('problem' in record) return record;
  const { line, text } = record;
  const problem = unreadable(text);
  if (problem) return { line, problem };
  const object = parseObject(text);
  if (!object) return { line, problem: { code: 'invalid_line', message: 'The line is not one JSON object' } };
  return { line, values: pickFields(keyOf([...object.keys()]), (key) => object.get(key)) };
}

function parseObject(text: string): Map<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null;
  } catch {
    return null;
  }
}
