import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { BadRequest, sendAnswer, type Answer, type Call } from './call.ts';
import type { CallProblem, Desk, Dialect, NamedLimit } from './dialects/dialect.ts';
import type { Ledger } from './ledger.ts';
import { RateWindow } from './rate-window.ts';

/** What reaches the client in the end: an answer, a cut line, or nothing at all. */
type Fate = Answer | 'lost' | 'unanswered';

const WEB_PAGE: Answer = {
  status: 200,
  text: '<!doctype html><html><head><title>Scheduled maintenance</title></head><body><h1>Back soon</h1></body></html>',
};

/**
 * Stands before every dialect: counts calls, holds limits, and lets the faults strike, each said in the dialect's own
 * manner. The dialects know of none of it.
 */
export class Gate {
  private readonly windows = new Map<string, RateWindow>();
  private readonly desk: Desk;
  private readonly ledger: Ledger;
  private readonly countEffects: () => number;

  /** @param countEffects how many writes there were until now. */
  constructor(desk: Desk, ledger: Ledger, countEffects: () => number) {
    this.desk = desk;
    this.ledger = ledger;
    this.countEffects = countEffects;
  }

  async serve(dialect: Dialect, call: Call, request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.ledger.arrived(`${call.method} ${dialect.base}${(dialect.route(call) ?? ' ?').replace(/^\S+ /, '')}`);
    const half = this.desk.faults.current.latencyMs / 2;
    if (half > 0) await pause(half);
    const fate = this.decide(dialect, call);
    if (half > 0) await pause(half);
    this.ledger.answered(typeof fate === 'string' ? fate : fate.status);
    if (fate === 'lost') request.socket.destroy();
    else if (fate !== 'unanswered') sendAnswer(response, fate);
  }

  /** Forgets who called how often. */
  reset(): void {
    this.windows.clear();
  }

  private decide(dialect: Dialect, call: Call): Fate {
    const { faults } = this.desk;
    const say = (problem: CallProblem) => dialect.problem(problem, call);
    if (faults.current.serverDown) return say({ kind: 'server_down' });
    if (faults.strikes('errorRate')) return say({ kind: 'server_error' });
    const state = dialect.authorise(call);
    if (state === 'open') return this.run(dialect, call);
    const { refused, headers } = this.spend(dialect, call);
    const withBudget = (answer: Answer): Answer => ({ ...answer, headers: { ...headers, ...answer.headers } });
    if (refused) return withBudget(say(refused));
    if (state !== 'granted') return withBudget(say({ kind: state === 'expired' ? 'token_expired' : 'token_unknown' }));
    if (faults.current.missingScope) return withBudget(say({ kind: 'missing_scope' }));
    const early = Math.random() < 0.5;
    const silent = faults.strikes('timeoutRate');
    const malformed = faults.strikes('malformedRate');
    if (silent && early) return 'unanswered';
    if (malformed && early) return WEB_PAGE;
    const before = this.countEffects();
    const answer = this.run(dialect, call);
    if (silent) return 'unanswered';
    if (malformed) return WEB_PAGE;
    if (this.countEffects() > before && faults.strikes('loseAnswerRate')) return 'lost';
    return withBudget(answer);
  }

  private run(dialect: Dialect, call: Call): Answer {
    try {
      return dialect.answer(call);
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      return dialect.problem({ kind: 'bad_request', status: error.status, message: error.message }, call);
    }
  }

  /** Takes one request from each limit that holds; the fault's limit stands in for the account-wide one. */
  private spend(dialect: Dialect, call: Call): { refused: CallProblem | null; headers: Record<string, string> } {
    const own = dialect.limits(call);
    const { rateLimit } = this.desk.faults.current;
    const limits: NamedLimit[] = rateLimit ? [{ name: 'account', ...rateLimit }, ...own.slice(1)] : own;
    let headers: Record<string, string> = {};
    for (const limit of limits) {
      const { allowed, budget } = this.window(`${dialect.base} ${limit.name}`).take(limit, limit.cost);
      headers = { ...headers, ...dialect.budgetHeaders(limit, budget) };
      if (!allowed) return { refused: { kind: 'rate_limited', limit, budget }, headers };
    }
    return { refused: null, headers };
  }

  private window(name: string): RateWindow {
    const window = this.windows.get(name) ?? new RateWindow();
    this.windows.set(name, window);
    return window;
  }
}
