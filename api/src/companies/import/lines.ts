/** Longest line, and longest record over several lines, in characters. */
export const LONGEST_LINE = 1_048_576;

/** A line of a file without its end; `text` is null where it is too long to be kept. Numbers begin with 1. */
export interface Line {
  number: number;
  text: string | null;
}

/**
 * The lines of a text that comes in portions. Ends are LF or CRLF, or CR alone in a file that has no LF in its first
 * portion. Never holds more than one line of the longest kind; one that is longer is told of as soon as it is, so that who
 * can do nothing without it need not read the rest.
 */
export async function* readLines(text: AsyncIterable<string>): AsyncGenerator<Line> {
  let end: '\n' | '\r' | undefined;
  let number = 0;
  let begun = '';
  /** Whether the line was told of as too long, and its end is still to come. */
  let isPassing = false;
  const tell = (whole: string | null): Line => {
    number += 1;
    begun = '';
    return { number, text: end === '\n' && whole?.endsWith('\r') ? whole.slice(0, -1) : whole };
  };
  const extended = (by: string) => (begun.length + by.length > LONGEST_LINE ? null : begun + by);
  for await (const portion of text) {
    end ??= endOfLine(begun + portion);
    let from = 0;
    for (let at = indexOf(portion, end, from); at !== -1; at = indexOf(portion, end, from)) {
      if (!isPassing) yield tell(extended(portion.slice(from, at)));
      isPassing = false;
      from = at + 1;
    }
    if (isPassing) continue;
    const rest = extended(portion.slice(from));
    isPassing = rest === null;
    if (rest === null) yield tell(null);
    else begun = rest;
  }
  if (begun !== '') yield tell(begun);
}

function endOfLine(text: string): '\n' | '\r' | undefined {
  if (text.includes('\n')) return '\n';
  const at = text.indexOf('\r');
  return at !== -1 && at < text.length - 1 ? '\r' : undefined;
}

function indexOf(text: string, end: string | undefined, from: number): number {
  return end === undefined ? -1 : text.indexOf(end, from);
}
