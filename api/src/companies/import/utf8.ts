import { isUtf8 } from 'node:buffer';

/**
 * Stands in a text where bytes could not be read in its encoding. Not U+FFFD, which files carry from conversions that went
 * wrong before: those are text like any other.
 */
export const UNREADABLE = '\uFFFF';

/** How many bytes at the end are the beginning of a character whose other bytes are still to come: 0 to 3. */
export function tornEnd(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (isContinuation) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

/** Text of whole characters; what is not UTF-8 in it becomes `UNREADABLE`. */
export function readUtf8(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  const betweenReplacements = bytes.toString('latin1').split(Buffer.from('\uFFFD').toString('latin1'));
  return betweenReplacements
    .map((part) => Buffer.from(part, 'latin1').toString().replaceAll('\uFFFD', UNREADABLE))
    .join('\uFFFD');
}
