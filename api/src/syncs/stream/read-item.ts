import { createHash } from 'node:crypto';
import type { ProblemItem } from '@integration-queue/shared/problem';
import { type ParsedSyncInput, syncInputSchema } from '@integration-queue/shared/sync';
import { itemKeySchema } from '@integration-queue/shared/sync-stream';
import { canonical } from '../../ops/canonical.js';
import { storable } from '../../ops/storable.js';
import { check, isTooDeep } from '../../ops/validation.js';
import type { StreamLine } from './read-lines.js';

/** An item as it was read. `contentHash` is the same for the same content, whatever order its keys are in. */
export interface StreamItem {
  line: number;
  key: string | null;
  input: ParsedSyncInput;
  contentHash: Buffer;
}

/** A line that is no item, and why. */
export interface BadLine {
  line: number;
  key: string | null;
  errors: ProblemItem[];
}

/** One line as an item. */
export function readItem(read: StreamLine): StreamItem | BadLine {
  const { line } = read;
  if ('fault' in read) return { line, key: null, errors: [{ path: '', message: `the line ${read.fault}` }] };
  const object = parseObject(read.text);
  if (!object) return { line, key: null, errors: [{ path: '', message: 'the line is not one JSON object' }] };
  const { key: givenKey, ...given } = object;
  const key = check(itemKeySchema, storable(givenKey));
  if ('issues' in key) return { line, key: null, errors: key.issues.map(({ message }) => ({ path: 'key', message })) };
  const known = key.output ?? null;
  if (isTooDeep(given)) return { line, key: known, errors: [{ path: '', message: 'the line nests too deeply' }] };
  const input = check(syncInputSchema, storable(given));
  if ('issues' in input) return { line, key: known, errors: input.issues };
  const contentHash = createHash('sha256').update(canonical(input.output)).digest();
  return { line, key: known, input: input.output, contentHash };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
