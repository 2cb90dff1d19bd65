import type { Answer, Call } from '../call.ts';
import type { CustomFields } from '../custom-fields.ts';
import type { Faults } from '../faults.ts';
import type { RequestBudget, RequestLimit } from '../rate-window.ts';
import type { Store } from '../store.ts';
import type { Tokens, TokenState } from '../tokens.ts';

/** What every dialect stands on. */
export interface Desk {
  store: Store;
  customFields: CustomFields;
  faults: Faults;
  tokens: Tokens;
  /** Address people and clients reach this server at, without a slash at its end. */
  url: () => string;
}

/** What can be wrong with a call before anybody looks at what it wants. */
export type CallProblem =
  | { kind: 'token_expired' }
  | { kind: 'token_unknown' }
  | { kind: 'missing_scope' }
  | { kind: 'server_error' }
  | { kind: 'server_down' }
  | { kind: 'no_such_route' }
  | { kind: 'bad_request'; status: 400 | 413; message: string }
  | { kind: 'rate_limited'; limit: NamedLimit; budget: RequestBudget };

/** One of the limits a vendor has. `requests` are what the vendor counts: calls, or tokens that a call costs. */
export interface NamedLimit extends RequestLimit {
  name: string;
  /** What this call takes from it; 1 where absent. */
  cost?: number;
}

/** One CRM's way of speaking, over the one store. */
export interface Dialect {
  /** Path all its calls begin with. */
  readonly base: string;
  /** Pattern of the route a call goes to, null where there is none. */
  route(call: Call): string | null;
  /** Limits that hold for this call, the account-wide one first; empty where there is none. */
  limits(call: Call): NamedLimit[];
  /** `open`: the call needs no token, and no limit holds for it. */
  authorise(call: Call): TokenState | 'open';
  /** Does what the call wants, without waiting for anything: calls never mix. */
  answer(call: Call): Answer;
  /** Says a problem in the vendor's manner. */
  problem(problem: CallProblem, call: Call): Answer;
  /** Headers that tell the caller its budget. */
  budgetHeaders(limit: NamedLimit, budget: RequestBudget): Record<string, string>;
}

/** The token of an `Authorization: Bearer …` header. */
export function bearerToken({ headers }: Call): string | null {
  return /^bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}
