import type { Outcome } from './connector.js';
import type { Call } from './overhearing.js';

/** An outcome with the call that brought it, unless it has one. */
export function withCall(outcome: Outcome, call: Call | null): Outcome {
  if (outcome.kind === 'failed') return { ...outcome, problem: outcome.problem.from(call) };
  return { ...outcome, said: { call, ...outcome.said } };
}
