/** A vendor's rule: at most `requests` in any window of `perMs` milliseconds. */
export interface BudgetRule {
  requests: number;
  perMs: number;
}

/** Share of a budget that may go out at once after a pause; the rest is spread over the window. */
const BURST_SHARE = 0.03;
/** Room for calls that reach the CRM a little closer together than they left. */
const JITTER_ROOM = 1.01;

/**
 * Spaces the requests of one integration so that no window ever holds more than the vendor allows (GCRA). Exact because
 * one holder paces at a time; its state travels with the lease. Spacing evenly, in place of spending a window at once,
 * keeps 97 % of HubSpot's 190 calls per 10 s and needs no knowledge of when the vendor's window starts.
 */
export class Pacer {
  private readonly rules: { spacing: number; burst: number }[];
  /** Per rule, the local time at which its next request would be due if all came evenly. */
  private readonly due: number[];
  private holdUntil = 0;
  /** Requests the CRM itself said are left, less those sent since, until its window ends. */
  private told: { left: number; until: number } | null = null;

  /** `state`: what `state()` of the last holder said, in milliseconds from now. */
  constructor(
    budget: BudgetRule[],
    state: number[] = [],
    private readonly now: () => number = () => performance.now(),
  ) {
    this.rules = budget.map(({ requests, perMs }) => {
      const burst = Math.floor(requests * BURST_SHARE);
      return { burst, spacing: (perMs / (requests - burst)) * JITTER_ROOM };
    });
    this.due = this.rules.map((_, index) => this.now() + (state[index] ?? 0));
  }

  /** Milliseconds until so many requests may leave, without taking their places. */
  wait(requests = 1): number {
    const now = this.now();
    const slots = this.rules.map(
      ({ spacing, burst }, index) => this.due[index]! + (Math.min(requests - 1, burst) - burst) * spacing,
    );
    const toldWait = this.told && this.told.left <= 0 ? this.told.until - now : 0;
    return Math.max(0, this.holdUntil - now, toldWait, ...slots.map((slot) => slot - now));
  }

  /** Takes the next places; resolves with the milliseconds to wait before sending. */
  take(requests = 1): number {
    const wait = this.wait(requests);
    const leaves = this.now() + wait;
    this.rules.forEach(({ spacing }, index) => {
      this.due[index] = Math.max(this.due[index]!, leaves) + spacing * requests;
    });
    if (this.told && leaves >= this.told.until) this.told = null;
    if (this.told) this.told.left -= requests;
    return wait;
  }

  /** What an answer said of the budget; `unanswered` calls may not be counted in it yet. */
  tell({ remaining, resetMs }: { remaining: number; resetMs: number }, unanswered: number): void {
    this.told = { left: remaining - unanswered, until: this.now() + resetMs };
  }

  /** The CRM asked for a pause: nothing leaves for `ms`. */
  hold(ms: number): void {
    this.holdUntil = Math.max(this.holdUntil, this.now() + ms);
  }

  /** For the next holder. */
  state(): number[] {
    const now = this.now();
    return this.due.map((due) => Math.max(0, due - now));
  }
}
