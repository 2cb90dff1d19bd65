import { invalidCursor } from '../ops/cursor.js';

/** Where an issue stood in a list that has most entries first. */
export interface IssuePlace {
  count: number;
  id: string;
}

const PLACE = /^(\d{1,9}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The cursor behind a page that ended there. It has the count as it was, since that may change before the next page. */
export function encodePlace({ count, id }: IssuePlace): string {
  return Buffer.from(`${count}:${id}`).toString('base64url');
}

/** The place behind a cursor. Throws `invalid_cursor`. */
export function decodePlace(cursor: string): IssuePlace {
  const [, count, id] = PLACE.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (count === undefined || id === undefined) throw invalidCursor();
  const place = { count: Number(count), id };
  if (encodePlace(place) !== cursor) throw invalidCursor();
  return place;
}
