import type { Outcome } from './connector.js';
import { CrmProblem } from './errors.js';
import { inParallel } from './in-parallel.js';
import { Overheard } from './overhearing.js';
import { withCall } from './with-call.js';

/** Kinds that concern the whole account: what comes after them would fail alike. */
const OF_THE_ACCOUNT = new Set(['unauthorized', 'rate_limited', 'unreachable']);

/**
 * Writes records one a call, at most `width` at once, for CRMs that have no batch. Each has its own outcome. A failure
 * that concerns the account ends it all; it is thrown where nothing was written yet.
 */
export async function oneByOne<Item>(
  items: Item[],
  width: number,
  signal: AbortSignal,
  write: (item: Item) => Promise<Outcome>,
): Promise<Outcome[]> {
  let over: CrmProblem | null = null;
  const outcomes = await inParallel(items, width, async (item): Promise<Outcome> => {
    if (over) return { kind: 'failed', problem: notSent(over) };
    if (signal.aborted) return { kind: 'failed', problem: notSent(OUT_OF_TIME) };
    const heard = new Overheard();
    try {
      return withCall(await heard.during(() => write(item)), heard.writing());
    } catch (error) {
      if (!(error instanceof CrmProblem)) throw error;
      const problem = error.from(heard.last());
      if (OF_THE_ACCOUNT.has(error.kind)) over ??= problem;
      return { kind: 'failed', problem };
    }
  });
  const [first] = outcomes;
  const alone = outcomes.length === 1 && first?.kind === 'failed' && first.problem.kind !== 'refused';
  if (alone) throw first.problem;
  if (over && outcomes.every(({ kind }) => kind === 'failed')) throw over as CrmProblem;
  return outcomes;
}

const OUT_OF_TIME = new CrmProblem('transient', {
  code: 'crm_unreachable',
  message: 'There was no time left to send this',
  hint: 'It is tried again by itself',
});

function notSent({ kind, details }: CrmProblem): CrmProblem {
  return new CrmProblem(kind, { ...details, maybeSent: false, call: null });
}
