import { AsyncLocalStorage } from 'node:async_hooks';
import type { Dispatcher } from 'undici';

/** Until when calls may leave, on the clock of `performance.now()`. */
const lastMoment = new AsyncLocalStorage<number>();

/** A call that was not sent: when its turn came at the socket, its time was over. */
export class TooLateToLeave extends Error {}

/**
 * Lets the calls made inside leave only within so many milliseconds from now. A deadline alone does not hold them back: in
 * a process that was frozen, the connection that came about meanwhile is told before the deadline is, and the call would
 * leave long after others have looked it up, not found it, and sent it again.
 */
export function leavingWithin<T>(ms: number, work: () => Promise<T>): Promise<T> {
  return lastMoment.run(performance.now() + ms, work);
}

/** Looks at the clock at the last place before the bytes go to the socket. For `Dispatcher.compose`. */
export function leaveInTime(ms: number): Dispatcher.DispatcherComposeInterceptor {
  const until = Math.min(performance.now() + ms, lastMoment.getStore() ?? Infinity);
  return (dispatch) => (options, handler) => dispatch(options, new InTime(until, handler));
}

class InTime implements Dispatcher.DispatchHandler {
  constructor(
    private readonly until: number,
    private readonly handler: Dispatcher.DispatchHandler,
  ) {}

  onRequestStart(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>): void {
    if (performance.now() > this.until) throw new TooLateToLeave('The call could not leave in time');
    this.handler.onRequestStart?.(...args);
  }

  onRequestUpgrade(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestUpgrade']>>): void {
    this.handler.onRequestUpgrade?.(...args);
  }

  onResponseStart(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>): void {
    this.handler.onResponseStart?.(...args);
  }

  onResponseData(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseData']>>): void {
    this.handler.onResponseData?.(...args);
  }

  onResponseEnd(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>): void {
    this.handler.onResponseEnd?.(...args);
  }

  onResponseError(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseError']>>): void {
    this.handler.onResponseError?.(...args);
  }
}
