import { AppProblem } from '../../ops/app-problem.js';
import { type ColumnMapping, guessColumns, listed, matchColumns } from './columns.js';
import { joinLines, parseRecords } from './csv-records.js';
import type { Line } from './lines.js';
import { pickFields } from './pick-fields.js';
import { type ReadRecord, type RecordFile, type TextRecord, unreadable } from './records.js';

const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Opens a CSV file: reads its header and finds out delimiter and columns. `mapping` says which column holds which field;
 * null guesses from the names. Throws `invalid_import` for a file without a usable header, `invalid_request` for a mapping
 * that names a column the file does not have.
 */
export async function openCsv(lines: AsyncIterator<Line>, mapping: ColumnMapping | null): Promise<RecordFile> {
  let dialect: Dialect | null = null;
  const records = joinLines(lines, (text) => (dialect ? complaintAbout(text, dialect) : null));
  let header = await nextText(records);
  const told = /^sep=(.)$/i.exec(header)?.[1];
  if (told !== undefined) header = await nextText(records);
  const found = readHeader(header, told === undefined ? DELIMITERS : [told]);
  const used = mapping === null ? guessColumns(found.columns) : matchColumns(mapping, found.columns);
  if (used['name'] === undefined) throw noName(found.columns);
  dialect = found;
  return {
    mapping: used,
    decimalMark: found.delimiter === ';' ? ',' : '.',
    records,
    read: (texts) => readRecords(texts, found, used),
  };
}

interface Dialect {
  delimiter: string;
  columns: string[];
  /** Place of each column; of two with one name the first. */
  at: Map<string, number>;
}

async function nextText(records: AsyncIterator<TextRecord>): Promise<string> {
  for (let next = await records.next(); !next.done; next = await records.next()) {
    const record: TextRecord = next.value;
    if ('problem' in record)
      throw new AppProblem(
        'invalid_import',
        `The header in line ${record.line} cannot be read: ${record.problem.message}`,
      );
    if (record.text.trim() !== '') return record.text;
  }
  throw new AppProblem('invalid_import', 'The file has no header: its first line must name the columns');
}

/** The delimiter is the one that shows most columns we know, and then most columns. */
function readHeader(text: string, delimiters: string[]): Dialect {
  const readings = delimiters.flatMap((delimiter) => {
    const [cells] = parseRecords([text], delimiter);
    if (!Array.isArray(cells)) return [];
    const at = new Map(cells.map((column, index) => [column, index] as const).reverse());
    return { delimiter, columns: cells, at, known: Object.keys(guessColumns(cells)).length };
  });
  const [best] = readings.sort((a, b) => b.known - a.known || b.columns.length - a.columns.length);
  if (!best || unreadable(text)) throw new AppProblem('invalid_import', 'The header cannot be read as CSV');
  return best;
}

function noName(columns: string[]): AppProblem {
  return new AppProblem(
    'invalid_import',
    `No column looks like the name of a company. Say which with ?mapping={"name":"…"}; the columns are ${listed(columns)}`,
  );
}

function readRecords(records: TextRecord[], dialect: Dialect, mapping: ColumnMapping): ReadRecord[] {
  const texts = records.flatMap((record) => ('text' in record && record.text.trim() !== '' ? record.text : []));
  const parsed = parseRecords(texts, dialect.delimiter).values();
  return records.flatMap((record): ReadRecord | [] => {
    if ('problem' in record) return record;
    if (record.text.trim() === '') return [];
    const cells = parsed.next().value!;
    if (Array.isArray(cells) && cells.every((cell) => cell === '')) return [];
    const problem = unreadable(record.text);
    const message = Array.isArray(cells) ? miscounted(cells, dialect) : cells.message;
    if (problem ?? message)
      return { line: record.line, problem: problem ?? { code: 'invalid_line', message: message! } };
    return { line: record.line, values: pickFields(mapping, (column) => (cells as string[])[dialect.at.get(column)!]) };
  });
}

function complaintAbout(text: string, dialect: Dialect): string | null {
  const [cells] = parseRecords([text], dialect.delimiter);
  return Array.isArray(cells) ? miscounted(cells, dialect) : cells!.message;
}

/** Empty cells behind the last column do no harm: spreadsheets write them. */
function miscounted(cells: string[], { columns }: Dialect): string | null {
  const isTooMany = cells.slice(columns.length).some((cell) => cell !== '');
  if (cells.length >= columns.length && !isTooMany) return null;
  return `The line has ${cells.length} columns, the header ${columns.length}`;
}
