import type { IncomingHttpHeaders } from 'node:http';
import { MIMEType } from 'node:util';
import type { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { AppProblem } from '../../ops/app-problem.js';

/** A request whose body nobody has read yet. */
export type Upload = Readable & { headers: IncomingHttpHeaders };

export interface UploadKind {
  format: 'csv' | 'ndjson';
  /** What the sender says the text is encoded in; absent where that is UTF-8, which people also write by habit. */
  charset?: string;
}

const FORMATS: Record<string, UploadKind['format']> = { 'text/csv': 'csv', 'application/x-ndjson': 'ndjson' };

/** What an upload says it is. Throws `unsupported_media_type`. */
export function kindOf({ headers }: Upload): UploadKind {
  const { 'content-type': written, 'content-encoding': encoding } = headers;
  const type = mimeType(written);
  const format = type && FORMATS[type.essence];
  if (!format) {
    throw new AppProblem(
      'unsupported_media_type',
      `Send the file with the Content-Type text/csv or application/x-ndjson, not ${written ?? 'none'}`,
    );
  }
  if (encoding !== undefined && encoding !== 'identity')
    throw new AppProblem('unsupported_media_type', `Send the file as it is, not with Content-Encoding ${encoding}`);
  const charset = type.params.get('charset')?.toLowerCase();
  if (charset === undefined || /^(utf-?8|us-ascii)$/.test(charset)) return { format };
  if (!iconv.encodingExists(charset))
    throw new AppProblem('unsupported_media_type', `The charset of ${type.toString()} is not known here`);
  return { format, charset };
}

/**
 * The body, portion by portion; the next is only asked for when the last was worked through. A body that is given up
 * half-way is not destroyed: that would cut the connection before the answer is out. Throws `invalid_import` where the
 * sender broke off.
 */
export async function* bytesOf(upload: Upload): AsyncGenerator<Buffer> {
  try {
    for await (const portion of upload.iterator({ destroyOnReturn: false })) yield portion as Buffer;
  } catch {
    throw new AppProblem('invalid_import', 'The upload broke off');
  }
}

function mimeType(header: string | undefined): MIMEType | null {
  try {
    return header === undefined ? null : new MIMEType(header);
  } catch {
    return null;
  }
}
