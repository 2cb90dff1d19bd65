import type { SyncObject } from '@integration-queue/shared/vocabulary';

/** Pipedrive's paths and names of our objects. */
export const OBJECTS: Record<SyncObject, { path: string; fieldsPath: string; entity: string; page: string }> = {
  company: { path: 'organizations', fieldsPath: 'organizationFields', entity: 'organization', page: 'organization' },
  deal: { path: 'deals', fieldsPath: 'dealFields', entity: 'deal', page: 'deal' },
  task: { path: 'activities', fieldsPath: 'activityFields', entity: 'activity', page: 'activities/list' },
};

/** A field of our own: Pipedrive gives it a code that differs from account to account, so it is known by its label. */
export interface OwnField {
  /** Our name for it, in mappings. */
  alias: string;
  label: string;
  type: 'varchar' | 'text' | 'date';
}

/** Holds our key. Activities have no custom fields: theirs stands in the note. */
export const KEY: OwnField = { alias: 'iq_key', label: 'Integration Queue key', type: 'varchar' };

/** What an organization has no field for otherwise. Without them it is written all the same. */
export const OWN_FIELDS: Record<SyncObject, OwnField[]> = {
  company: [
    KEY,
    { alias: 'iq_inbox_url', label: 'Inbox link', type: 'text' },
    { alias: 'iq_last_visit_at', label: 'Last visit', type: 'date' },
  ],
  deal: [KEY],
  task: [],
};

const NOTE_KEY = /(?:<br>)*(?:<p>)?Integration Queue key: ([\w.~%-]+)(?:<\/p>)?\s*$/;

/** An activity's note with our key as its last line. */
export function noteWithKey(note: string, key: string): string {
  const line = `Integration Queue key: ${encodeURIComponent(key)}`;
  return note === '' ? line : `${note}<br><br>${line}`;
}

/** Our key in a note, and the note without it. */
export function readNote(note: unknown): { key: string | null; note: string } {
  const text = typeof note === 'string' ? note : '';
  const match = NOTE_KEY.exec(text);
  return match ? { key: decodeURIComponent(match[1]!), note: text.slice(0, match.index) } : { key: null, note: text };
}
