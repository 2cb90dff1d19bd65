import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

/** Longest line, in bytes: a company with every field filled has a tenth of it. */
export const LONGEST_LINE = 1_048_576;
/** Lines, and their bytes, that are worked through at once: one transaction, and all of a stream that is held in memory. */
const MOST_LINES = 1_000;
const MOST_BYTES = 4_194_304;

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A line by its number, from 1; or what keeps it from being read. */
export type StreamLine = { line: number; text: string } | { line: number; fault: string };

/**
 * The lines of a stream in portions: as many as are there, so that a sender who waits for an answer gets it at once, and one
 * in a hurry has them written a thousand at a time. Blank lines are left out; a line that is too long is passed over as it
 * comes in, and never held. The next portion is only read when the last was worked through.
 */
export async function* readLines(upload: Readable): AsyncGenerator<StreamLine[]> {
  const lines = new LineSplitter();
  for await (const bytes of upload.iterator({ destroyOnReturn: false })) yield* lines.add(bytes as Buffer);
  yield* lines.end();
}

class LineSplitter {
  private number = 0;
  private begun: Buffer[] = [];
  private begunBytes = 0;
  private portion: StreamLine[] = [];
  private portionBytes = 0;

  *add(bytes: Buffer): Generator<StreamLine[]> {
    let from = 0;
    for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, from)) {
      this.begin(bytes.subarray(from, at));
      this.finishLine();
      from = at + 1;
      if (this.portion.length >= MOST_LINES || this.portionBytes >= MOST_BYTES) yield this.takePortion();
    }
    this.begin(bytes.subarray(from));
    if (this.portion.length > 0) yield this.takePortion();
  }

  *end(): Generator<StreamLine[]> {
    if (this.begunBytes > 0) this.finishLine();
    if (this.portion.length > 0) yield this.takePortion();
  }

  private begin(bytes: Buffer): void {
    this.begunBytes += bytes.length;
    if (this.begunBytes > LONGEST_LINE) this.begun = [];
    else if (bytes.length > 0) this.begun.push(bytes);
  }

  private finishLine(): void {
    this.number += 1;
    const read = this.readLine(Buffer.concat(this.begun));
    if (read !== null) this.portion.push({ line: this.number, ...read });
    this.portionBytes += Math.min(this.begunBytes, LONGEST_LINE);
    [this.begun, this.begunBytes] = [[], 0];
  }

  private readLine(bytes: Buffer): { text: string } | { fault: string } | null {
    if (this.begunBytes > LONGEST_LINE) return { fault: 'is longer than 1 MB' };
    if (!isUtf8(bytes)) return { fault: 'is not UTF-8' };
    const isMarked = this.number === 1 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK);
    const text = bytes.toString('utf8', isMarked ? 3 : 0).trim();
    return text === '' ? null : { text };
  }

  private takePortion(): StreamLine[] {
    const portion = this.portion;
    [this.portion, this.portionBytes] = [[], 0];
    return portion;
  }
}
