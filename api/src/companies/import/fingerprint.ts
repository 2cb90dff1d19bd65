import { createHash } from 'node:crypto';
import type { ImportQuery } from '@integration-queue/shared/import';
import type { UploadKind } from './upload.js';

/** Bytes from its beginning that a file is known again by. */
const BEGINNING = 65_536;

/**
 * What tells one import from another: how it is read, where it is sent, and the first 64 kB of the file. Answered with the
 * bytes anew, none of them lost.
 */
export async function fingerprintOf(
  { mapping, integrationId }: ImportQuery,
  { format, charset }: UploadKind,
  bytes: AsyncGenerator<Buffer>,
): Promise<{ fingerprint: Buffer; bytes: AsyncGenerator<Buffer> }> {
  const held: Buffer[] = [];
  for (let size = 0; size < BEGINNING; size += held.at(-1)!.length) {
    const next = await bytes.next();
    if (next.done) break;
    held.push(next.value);
  }
  const columns = Object.entries(mapping ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([format, charset ?? null, columns, integrationId ?? null]))
    .update(Buffer.concat(held).subarray(0, BEGINNING))
    .digest();
  return { fingerprint, bytes: again(held, bytes) };
}

async function* again(held: Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield* held;
  yield* rest;
}
