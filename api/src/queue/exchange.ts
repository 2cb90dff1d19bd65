import type { Mask } from '../crm/masking.js';
import type { Call } from '../crm/overhearing.js';
import type { Verdict } from './verdicts.js';

/** What one row said to the CRM in an attempt and what it was answered, as its history keeps it. */
export interface Exchange {
  method: string;
  path: string;
  /** The row's own properties as JSON; absent where its receipt has them. */
  sent?: string;
  /** The CRM's answer for this row, else the body of the call that failed. */
  answer?: string;
}

/** Characters kept of what was sent, and of an answer to a row of its own. */
const MOST_OF_ITS_OWN = 4_000;
/** Characters kept of an answer that every row of a failed call keeps, and of one to a row that has a receipt. */
const MOST_BESIDES = 1_000;

type Told = { [Key in 'problem' | 'said' | 'sent' | 'shared']: Verdict[Key] | undefined };

/** Null where nothing left for the row. Secrets are masked before a text is cut, or half of one would stay readable. */
export function describeExchange({ problem, said, sent, shared }: Told, mask: Mask): Exchange | null {
  const { call, answer } = (problem?.details ?? said ?? {}) as { call?: Call | null; answer?: unknown };
  if (!call) return null;
  const most = problem && (answer !== undefined || !shared) ? MOST_OF_ITS_OWN : MOST_BESIDES;
  const text = answer === undefined ? call.answer : JSON.stringify(answer);
  return {
    method: call.method,
    path: cut(mask(call.path), MOST_BESIDES),
    ...(problem && sent ? { sent: cut(mask(JSON.stringify(sent)), MOST_OF_ITS_OWN) } : {}),
    ...(text ? { answer: cut(mask(text), most) } : {}),
  };
}

/** Postgres keeps no NUL, and half of a surrogate pair is no text. */
function cut(text: string, most: number): string {
  const kept = text.replaceAll('\0', '');
  return (kept.length > most ? `${kept.slice(0, most - 1)}…` : kept).toWellFormed();
}
