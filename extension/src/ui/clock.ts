import { signal } from '@preact/signals';

/** The time, in milliseconds. `everySecond` is for countdowns; `everyHalfMinute` for what is told in minutes. */
export const everySecond = signal(Date.now());
export const everyHalfMinute = signal(Date.now());

/** Lets the clocks run; one timer for everything that shows a time. */
export function startClock(): void {
  setInterval(() => {
    everySecond.value = Date.now();
    if (everySecond.value - everyHalfMinute.value >= 30_000) everyHalfMinute.value = everySecond.value;
  }, 1000);
}
