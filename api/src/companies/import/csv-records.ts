import { type CsvError, parse } from 'csv-parse/sync';
import { LONGEST_LINE, type Line } from './lines.js';
import { type TextRecord, tooLong } from './records.js';

/**
 * CSV records of lines: a quoted cell may span several. A record is whole when its quotes are even in number. Where a
 * quote is never closed, or what it joins is no record, only the line with that quote is reported and the following ones
 * are looked at again for themselves, so that one stray quote does not swallow the rest of the file. `complaint` says what
 * is wrong with a joined record, null if nothing is.
 */
export async function* joinLines(
  lines: AsyncIterator<Line>,
  complaint: (text: string) => string | null,
): AsyncGenerator<TextRecord> {
  /** Lines to look at again, the next one last. */
  const again: Line[] = [];
  const next = async (): Promise<Line | undefined> => again.pop() ?? ((await lines.next()).value as Line | undefined);
  for (let line = await next(); line; line = await next()) {
    if (line.text === null) yield tooLong(line.number);
    else if (!hasOddQuotes(line.text)) yield { line: line.number, text: line.text };
    else {
      const following = await readToClosingQuote(line.text.length, next);
      const text = [line, ...following].map((part) => part.text).join('\n');
      const isClosed =
        following.length > 0 && hasOddQuotes(following.at(-1)!.text ?? '') && text.length <= LONGEST_LINE;
      const message = isClosed ? complaint(text) : 'A quote is opened and not closed';
      if (message === null) yield { line: line.number, text };
      else {
        yield { line: line.number, problem: { code: 'invalid_line', message } };
        while (following.length > 0) again.push(following.pop()!);
      }
    }
  }
}

async function readToClosingQuote(length: number, next: () => Promise<Line | undefined>): Promise<Line[]> {
  const following: Line[] = [];
  let size = length;
  while (size <= LONGEST_LINE) {
    const line = await next();
    if (!line) break;
    following.push(line);
    if (line.text === null || hasOddQuotes(line.text)) break;
    size += line.text.length + 1;
  }
  return following;
}

function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

const EARLY_END = 'A quote ends before its cell does; write a quote inside a quoted cell twice';
const IN_WORDS: Partial<Record<CsvError['code'], string>> = {
  CSV_INVALID_CLOSING_QUOTE: EARLY_END,
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: EARLY_END,
  INVALID_OPENING_QUOTE: 'A quote stands in the middle of a cell; quote the whole cell and write the inner quote twice',
};

/**
 * The cells of records, or what is wrong with one. Parsed in one go, which costs a quarter of one by one; where that
 * fails, in halves, down to the record that is to blame.
 */
export function parseRecords(texts: string[], delimiter: string): (string[] | { message: string })[] {
  if (texts.length === 0) return [];
  const options = { delimiter, relax_column_count: true, record_delimiter: '\n', trim: true };
  let message = 'This is no CSV record';
  try {
    const rows = parse(texts.join('\n'), options);
    if (rows.length === texts.length) return rows;
  } catch (error) {
    message = IN_WORDS[(error as CsvError).code] ?? message;
  }
  if (texts.length === 1) return [{ message }];
  const half = Math.ceil(texts.length / 2);
  return [...parseRecords(texts.slice(0, half), delimiter), ...parseRecords(texts.slice(half), delimiter)];
}
