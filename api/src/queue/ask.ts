import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { Connector, Outcome, WriteItem } from '../crm/connector.js';
import { CrmProblem } from '../crm/errors.js';
import { leavingWithin } from '../crm/leaving.js';
import { Overheard, shared } from '../crm/overhearing.js';
import { withCall } from '../crm/with-call.js';

/**
 * A connector's call, ended at its deadline, after which no part of it leaves: the rows' lease outlives it. What it throws
 * beside a classified problem is an answer nobody foresaw; the row then waits, is looked up and tried again, and says so,
 * in place of hanging. A problem carries the call that brought it.
 */
export async function ask<T>(
  connector: Connector,
  call: (signal: AbortSignal) => Promise<T>,
  heard = new Overheard(),
): Promise<T> {
  try {
    const { deadlineMs } = connector.limits;
    return await leavingWithin(deadlineMs, () => heard.during(() => call(AbortSignal.timeout(deadlineMs))));
  } catch (error) {
    if (error instanceof CrmProblem) throw error.from(heard.last());
    throw new CrmProblem('transient', {
      code: 'unexpected_answer',
      message: 'The CRM’s answer was not understood',
      hint: 'It is tried again by itself',
      crmMessage: String(error),
      maybeSent: true,
      call: heard.last(),
    });
  }
}

/** A write, each of its outcomes with the call that brought it. */
export async function askToWrite(connector: Connector, object: SyncObject, items: WriteItem[]): Promise<Outcome[]> {
  const heard = new Overheard();
  const outcomes = await ask(connector, (signal) => connector.write(object, items, signal), heard);
  const call = items.length > 1 ? shared(heard.writing()) : heard.writing();
  return outcomes.map((outcome) => withCall(outcome, call));
}

/** A failure the rows of a call are judged by; anything else is thrown on. */
export function asProblem(error: unknown): CrmProblem {
  if (error instanceof CrmProblem) return error;
  throw error;
}
