/** The places between the steps of a tick where a test may kill the process. */
export const CRASH_POINTS = [
  'after-lease',
  'after-claim',
  'after-lookup',
  'after-write-ahead',
  'after-send',
  'after-settle',
  'before-release',
  'after-release',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** Called at each point; does nothing outside of tests. */
export type ReachPoint = (point: CrashPoint) => void | Promise<void>;
