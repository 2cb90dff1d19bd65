import { locale } from './locale';

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
// Made when it is needed: no page paints with it, and it is the slowest of all to make.
let absolute: Intl.DateTimeFormat | undefined;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS: [Intl.RelativeTimeFormatUnit, number, number][] = [
  ['minute', MINUTE, HOUR],
  ['hour', HOUR, DAY],
  ['day', DAY, 30 * DAY],
  ['month', 30 * DAY, 365 * DAY],
  ['year', 365 * DAY, Infinity],
];

/** How long ago (or ahead) a time is, in the coarsest unit that says something: `now`, `2 min. ago`, `yesterday`. */
export function relativeTime(time: string, now: number): string {
  const seconds = (Date.parse(time) - now) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 45) return relative.format(0, 'second');
  // A step begins where rounding would reach it: 59.6 minutes are an hour, not 60 minutes.
  const step = STEPS.find(([, size, end]) => Math.round(distance / size) * size < end) ?? STEPS.at(-1);
  const [unit, size] = step ?? (['minute', MINUTE] as const);
  return relative.format(Math.round(seconds / size), unit);
}

/** A duration in seconds, in one unit: `42 sec`, `3 min`, `2 hr`. Never below one second. */
export function durationText(seconds: number): string {
  if (seconds < 90) return inUnit(Math.max(1, Math.round(seconds)), 'second');
  if (seconds < 90 * MINUTE) return inUnit(Math.round(seconds / MINUTE), 'minute');
  return inUnit(Math.round(seconds / HOUR), 'hour');
}

/** A measured duration in milliseconds: `38 ms`, `1.2 sec`. */
export function millisecondsText(milliseconds: number): string {
  return milliseconds < 1000 ? inUnit(Math.round(milliseconds), 'millisecond') : inUnit(milliseconds / 1000, 'second');
}

function inUnit(value: number, unit: 'millisecond' | 'second' | 'minute' | 'hour'): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(
    value,
  );
}

/** Date and time to the second. */
export function absoluteTime(time: string): string {
  absolute ??= new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  return absolute.format(new Date(time));
}

/** The time of day of a moment in milliseconds. */
export const timeOfDay = (moment: number): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(moment);
