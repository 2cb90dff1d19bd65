const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Least waits between the attempts of one message, which is given up after them: together above `DAYS_UNTIL_DISABLED`, so
 * that an endpoint that never answers is switched off, and told of, before it loses a message.
 */
const MESSAGE_WAITS_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
  24 * HOUR,
  24 * HOUR,
];
const FIRST_ENDPOINT_WAIT_MS = 5 * SECOND;
/** An endpoint that is back is found within this time, however long it was away. */
const LONGEST_ENDPOINT_WAIT_MS = 10 * MINUTE;
const LONGEST_ASKED_MS = HOUR;

/** Days without a single success after which an endpoint is switched off. */
export const DAYS_UNTIL_DISABLED = 3;

/** Up to this share more or less is left to chance, so that many do not come back at the same moment. */
const CHANCE = 0.2;

/**
 * Milliseconds until a message goes out again after its `attempts`-th attempt failed; null to give it up, which only happens
 * where it is the message that is not taken, and not all of them.
 */
export function messageWait(attempts: number, takesOthers = true): number | null {
  const wait = MESSAGE_WAITS_MS[attempts - 1] ?? (takesOthers ? undefined : MESSAGE_WAITS_MS.at(-1));
  return wait === undefined ? null : wait * (1 + Math.random() * CHANCE);
}

/** Milliseconds for which an endpoint is left alone after so many calls in a row without a success. */
export function endpointWait(failures: number, askedMs: number | null): number {
  const own = Math.min(LONGEST_ENDPOINT_WAIT_MS, FIRST_ENDPOINT_WAIT_MS * 2 ** Math.min(failures - 1, 20));
  return Math.max(own * (1 - Math.random() * CHANCE), Math.min(LONGEST_ASKED_MS, askedMs ?? 0));
}
