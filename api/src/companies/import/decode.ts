import { isAscii } from 'node:buffer';
import iconv from 'iconv-lite';
import { AppProblem } from '../../ops/app-problem.js';
import { readUtf8, tornEnd, UNREADABLE } from './utf8.js';

/** Bytes a guess about the encoding is based on. */
const SAMPLE = 65_536;

const BYTE_ORDER_MARKS: [encoding: string, mark: number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

const OTHER_FILES: [mark: number[], what: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP file or an Excel workbook (.xlsx)'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an Excel workbook (.xls)'],
  [[0x1f, 0x8b], 'a compressed file (gzip)'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
];

/**
 * The text of an uploaded file, as it comes in. `charset` is what the sender said; a byte order mark knows better, and
 * without both it is UTF-8 where the bytes are, else Windows-1252 (which has Latin-1 in it). That is decided at the first
 * bytes that are not ASCII, however far down: a long file's first umlaut may come late. What cannot be read in the
 * encoding becomes `UNREADABLE`. Throws `invalid_import` for an empty file and for what is no text.
 */
export async function* decodeText(bytes: AsyncIterable<Buffer>, charset?: string): AsyncGenerator<string> {
  const parts = sampled(bytes);
  const first = await parts.next();
  if (first.done) throw new AppProblem('invalid_import', 'The file is empty');
  refuseOtherFiles(first.value);
  const known = markOf(first.value) ?? charset ?? wideWithoutMark(first.value);
  let decoder = known === undefined ? undefined : decoderFor(known);
  for (let chunk: Buffer | undefined = first.value; chunk; chunk = (await parts.next()).value) {
    if (!decoder && !isAscii(chunk)) decoder = decoderFor(isRatherUtf8(chunk) ? 'utf-8' : 'windows-1252');
    yield decoder ? decoder.write(chunk) : chunk.toString('latin1');
  }
  yield decoder?.end() ?? '';
}

interface Decoder {
  write(bytes: Buffer): string;
  /** What is left; undefined for nothing. */
  end(): string | undefined;
}

function decoderFor(encoding: string): Decoder {
  if (encoding === 'utf-8') return utf8Decoder();
  const decoder = iconv.getDecoder(encoding);
  // Only Unicode has U+FFFD as a character of its own.
  const isUnicode = /^utf/.test(encoding);
  return isUnicode
    ? decoder
    : { write: (bytes) => decoder.write(bytes).replaceAll('\uFFFD', UNREADABLE), end: () => decoder.end() };
}

function utf8Decoder(): Decoder {
  let held: Buffer = Buffer.alloc(0);
  let isFirst = true;
  return {
    write(bytes) {
      const all = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      const whole = all.length - tornEnd(all);
      held = all.subarray(whole);
      const text = readUtf8(all.subarray(0, whole));
      const withoutMark = isFirst ? text.replace(/^\uFEFF/, '') : text;
      isFirst = false;
      return withoutMark;
    },
    end: () => (held.length === 0 ? undefined : UNREADABLE),
  };
}

/** Bytes in portions of `SAMPLE`, large enough to judge an encoding by. */
async function* sampled(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    held.push(chunk);
    size += chunk.length;
    if (size < SAMPLE) continue;
    const all = Buffer.concat(held);
    const whole = size - (size % SAMPLE);
    for (let from = 0; from < whole; from += SAMPLE) yield all.subarray(from, from + SAMPLE);
    [held, size] = [[all.subarray(whole)], size - whole];
  }
  if (size > 0) yield Buffer.concat(held);
}

/**
 * Whether most of what is not ASCII is UTF-8: a few broken bytes do not make a file Windows-1252, whose umlauts hardly ever
 * look like UTF-8 by chance.
 */
function isRatherUtf8(sample: Buffer): boolean {
  const text = readUtf8(sample.subarray(0, sample.length - tornEnd(sample)));
  const others = text.match(/[\u0080-\uFFFF]/g)?.length ?? 0;
  const unreadable = text.split(UNREADABLE).length - 1;
  return unreadable === 0 || others - unreadable > unreadable;
}

function markOf(sample: Buffer): string | undefined {
  return BYTE_ORDER_MARKS.find(([, mark]) => startsWith(sample, mark))?.[0];
}

/** UTF-16 without a mark shows by the empty half of the header's Latin letters. */
function wideWithoutMark(sample: Buffer): string | undefined {
  const isEmptyAt = (offset: number) => [0, 2, 4, 6].every((at) => sample[at + offset] === 0);
  if (isEmptyAt(1)) return 'utf-16le';
  return isEmptyAt(0) ? 'utf-16be' : undefined;
}

function refuseOtherFiles(sample: Buffer): void {
  const other = OTHER_FILES.find(([mark]) => startsWith(sample, mark))?.[1];
  if (other) throw new AppProblem('invalid_import', `This is ${other}; save it as CSV and send that`);
  if (markOf(sample)?.startsWith('utf-16') || wideWithoutMark(sample)) return;
  if (sample.includes(0)) throw new AppProblem('invalid_import', 'This is not a text file; send CSV or NDJSON');
}

function startsWith(sample: Buffer, mark: number[]): boolean {
  return mark.every((byte, index) => sample[index] === byte);
}
