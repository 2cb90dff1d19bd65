/** What a sync's row can be. `deleted` is kept so that it can be restored; people never see it as a status. */
export const ROW_STATUSES = ['pending', 'processing', 'processed', 'error', 'deleted'] as const;
export type RowStatus = (typeof ROW_STATUSES)[number];

/** One way from one status to another, and the guarded statements that take it. `new` is before there was a row. */
export interface Transition {
  from: RowStatus | 'new';
  to: RowStatus;
  by: string[];
  when: string;
}

/**
 * Every change of status there is; what is not listed here does not happen. Each is one SQL statement whose `where` holds
 * the guard, so that of two that race one changes the row and the other finds that it no longer fits. `STATES.md` draws it.
 */
export const TRANSITIONS: readonly Transition[] = [
  { from: 'new', to: 'pending', by: ['insertSyncs'], when: 'accepted' },
  { from: 'pending', to: 'processing', by: ['claim'], when: 'due, the oldest of its record, its integration held' },
  { from: 'pending', to: 'deleted', by: ['deleteSyncs'], when: 'a person deletes what has certainly not left' },
  { from: 'pending', to: 'error', by: ['wakeWaiting'], when: 'the company it waited for was deleted' },
  { from: 'processing', to: 'processed', by: ['settle'], when: 'written, found to have been written, or skipped' },
  { from: 'processing', to: 'error', by: ['settle', 'reap'], when: 'refused, given up, or nobody can know' },
  { from: 'processing', to: 'pending', by: ['settle', 'reap'], when: 'to be tried again, or its holder died' },
  {
    from: 'processing',
    to: 'deleted',
    by: ['writeAhead', 'settle', 'reap'],
    when: 'a person deleted it before it left',
  },
  { from: 'error', to: 'pending', by: ['retrySyncs'], when: 'a person sends it again' },
  { from: 'processed', to: 'pending', by: ['retrySyncs'], when: 'it was skipped, and a person sends it anyway' },
  { from: 'error', to: 'deleted', by: ['deleteSyncs'], when: 'a person deletes it' },
  { from: 'deleted', to: 'pending', by: ['restoreSync'], when: 'a person takes back the delete of a pending one' },
  { from: 'deleted', to: 'error', by: ['restoreSync'], when: 'a person takes back the delete of one in error' },
];
