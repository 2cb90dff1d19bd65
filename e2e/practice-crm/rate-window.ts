/** So many requests in any stretch of `perMs` milliseconds. */
export interface RequestLimit {
  requests: number;
  perMs: number;
}

/** What a caller may still do. */
export interface RequestBudget extends RequestLimit {
  remaining: number;
  /** Milliseconds until a request is free again; 0 while some remain. */
  retryAfterMs: number;
  /** Milliseconds until the oldest request leaves the window. */
  resetMs: number;
}

/** A sliding window: each request counts for exactly `perMs`. Refused requests do not count. */
export class RateWindow {
  /** When requests were let through, oldest first; those before `first` have left the window. */
  private times: number[] = [];
  private first = 0;

  /** Takes `cost` from the window if there is that much left. */
  take({ requests, perMs }: RequestLimit, cost = 1): { allowed: boolean; budget: RequestBudget } {
    const now = performance.now();
    while (this.first < this.times.length && this.times[this.first]! <= now - perMs) this.first++;
    // Whole days of requests can be in here, so they are thrown away by the thousand.
    if (this.first > 1000) {
      this.times = this.times.slice(this.first);
      this.first = 0;
    }
    const allowed = this.times.length - this.first + cost <= requests;
    for (let taken = 0; allowed && taken < cost; taken++) this.times.push(now);
    const remaining = Math.max(requests - (this.times.length - this.first), 0);
    const resetMs = Math.max((this.times[this.first] ?? now) + perMs - now, 0);
    return { allowed, budget: { requests, perMs, remaining, resetMs, retryAfterMs: allowed ? 0 : resetMs } };
  }
}
