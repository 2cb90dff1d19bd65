import { describe, expect, test } from '@jest/globals';
import { told, toldBy, type Bench } from './bench.ts';
import type { LineAnswer, Trouble } from './line.ts';

const WEB_PAGE: LineAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><html><body><h1>Back soon</h1></body></html>',
};

/** Whole calls that fail, and answers that do not tell everything. */
export function describeOutages(bench: Bench): void {
  const {
    isWrite,
    rows,
    reorder,
    tellsRetryAfter,
    missingRight = 'missing_scope',
    provider,
    canBeAsked = true,
  } = bench.subject;

  /** Writes one company while trouble strikes, and answers what the connector made of it. */
  const writeInto = async (trouble: Trouble) => {
    bench.line.trouble(isWrite, trouble);
    const item = bench.company();
    return { item, problem: await bench.refused(item) };
  };

  describe('the token', () => {
    test('expired: the integration is to blame, nothing is written', async () => {
      await bench.standIn.faults({ expiredToken: true });
      expect(await bench.refused(bench.company())).toMatchObject({ kind: 'unauthorized', code: 'token_expired' });
      expect(await bench.companies()).toEqual([]);
    });

    test('expired between two calls: what came before stays written', async () => {
      await bench.written(bench.company());
      await bench.standIn.faults({ expiredToken: true });
      expect(await bench.refused(bench.company())).toMatchObject({ kind: 'unauthorized' });
      await bench.standIn.faults({ expiredToken: false });
      await bench.written(bench.company());
      expect(await bench.companies()).toHaveLength(2);
    });

    test('without the right to do this: told as that', async () => {
      await bench.standIn.faults({ missingScope: true });
      expect(await bench.refused(bench.company())).toMatchObject({ kind: 'unauthorized', code: missingRight });
      expect(await bench.companies()).toEqual([]);
    });

    if (provider.oauth) {
      test('refused once is renewed once, and nobody notices', async () => {
        const refused: string[] = [];
        const connector = bench.connect({
          credentials: {},
          token: () => Promise.resolve(refused.length > 0 ? bench.standIn.token : 'run-out'),
          renewToken: (token) => {
            refused.push(token);
            return Promise.resolve(bench.standIn.token);
          },
        });
        expect(await bench.deliverOne(bench.company(), 'company', connector)).toMatchObject({ kind: 'written' });
        expect(refused).toEqual(['run-out']);
      });

      test('refused again after its renewal is told', async () => {
        const connector = bench.connect({
          credentials: {},
          token: () => Promise.resolve('run-out'),
          renewToken: () => Promise.resolve('run-out-too'),
        });
        expect(await bench.refused(bench.company(), connector)).toMatchObject({ kind: 'unauthorized' });
      });
    }
  });

  describe('the limit', () => {
    const reachLimit = async () => {
      await bench.standIn.faults({ rateLimit: { requests: 1, perMs: 60_000 } });
      await bench.deliverOne(bench.company());
      return bench.connector;
    };

    test('is told with the time to wait', async () => {
      const problem = await bench.refused(bench.company(), await reachLimit());
      expect(problem.kind).toBe('rate_limited');
      expect(problem.retryAfterMs).toBeGreaterThan(0);
      if (tellsRetryAfter) expect(problem.retryAfterMs).toBeLessThanOrEqual(61_000);
      expect((await bench.companies()).length).toBeLessThanOrEqual(1);
    });

    test('is told where the answer’s headers say nothing', async () => {
      const connector = await reachLimit();
      bench.line.trouble(isWrite, {
        kind: 'changed',
        change: ({ status, body }) => ({ status, body, headers: { 'content-type': 'application/json' } }),
      });
      const problem = await bench.refused(bench.company(), connector);
      expect(problem.kind).toBe('rate_limited');
      expect(problem.retryAfterMs).toBeGreaterThan(0);
    });
  });

  describe('the CRM', () => {
    // The word of a receiver that only takes is that it did not take it.
    const maybeSent = canBeAsked;

    test('fails: nobody knows whether it was written', async () => {
      await bench.standIn.faults({ errorRate: 1 });
      expect(await bench.refused(bench.company())).toMatchObject({ kind: 'transient', maybeSent });
    });

    test('is down', async () => {
      await bench.standIn.faults({ serverDown: true });
      expect(await bench.refused(bench.company())).toMatchObject({ kind: 'transient', maybeSent });
      expect(await toldBy(bench.connector.account(bench.patience))).toMatchObject({ kind: 'transient' });
    });

    test('is not there at all: certainly nothing was written', async () => {
      const nowhere = bench.connect({ url: 'http://127.0.0.1:1' });
      const problem = await bench.refused(bench.company(), nowhere);
      expect(problem.kind).toBe('unreachable');
      expect(problem.maybeSent ?? false).toBe(false);
    });
  });

  describe.each(['before', 'after'] as const)('trouble %s the write', (when) => {
    /** Looks up as the queue does, then sends again. */
    const recover = async (item: Awaited<ReturnType<typeof writeInto>>['item']) => {
      expect(await bench.companies()).toHaveLength(when === 'after' ? 1 : 0);
      const [found] = await bench.connector.find('company', [{ key: item.key, mayBeOurs: true }], bench.patience);
      expect(found!.by).toBe(when === 'after' && canBeAsked ? 'key' : null);
      const crmId = found!.records[0]?.id;
      await bench.written({ ...item, ...(crmId ? { crmId } : {}) });
      expect(await bench.companies()).toMatchObject([{ key: item.key }]);
    };

    test('no answer: unknown, found, and sent again without a second record', async () => {
      const { reached } = bench.line.trouble(isWrite, { kind: 'silence', when });
      const patience = new AbortController();
      const item = bench.company();
      const writing = toldBy(bench.connector.write('company', [item], patience.signal));
      await reached;
      patience.abort();
      expect(await writing).toMatchObject({ kind: 'transient', maybeSent: true });
      await recover(item);
    });

    test('a broken connection: unknown, found, and sent again without a second record', async () => {
      const { item, problem } = await writeInto({ kind: 'cut', when });
      expect(problem).toMatchObject({ kind: 'transient', maybeSent: true });
      await recover(item);
    });

    if (canBeAsked) {
      test('a web page for an answer: unknown, found, and sent again without a second record', async () => {
        const { item, problem } = await writeInto({ kind: 'answered', when, with: WEB_PAGE });
        expect(problem).toMatchObject({ kind: 'transient', maybeSent: true });
        await recover(item);
      });
    }
  });

  if (rows !== 'single') {
    describe('an answer', () => {
      test('that leaves a row out tells of no row what it does not know', async () => {
        await bench.standIn.faults({ partialAnswerRate: 1 });
        const items = Array.from({ length: bench.rowsOfOneCall }, () => bench.company());
        const outcomes = await bench.deliver(items);
        const keys = new Map((await bench.companies()).map(({ id, key }) => [id, key]));
        const unknown = outcomes.filter(({ kind }) => kind === 'failed');
        expect(unknown).toHaveLength(rows === 'named' ? 1 : items.length);
        for (const outcome of unknown) expect(told(outcome)).toMatchObject({ kind: 'transient', maybeSent: true });
        for (const [index, outcome] of outcomes.entries()) {
          if (outcome.kind === 'written') expect(keys.get(outcome.crmId)).toBe(items[index]!.key);
        }
      });
    });
  }

  if (reorder) {
    test('an answer in another order is matched by what it names', async () => {
      bench.line.trouble(isWrite, {
        kind: 'changed',
        change: (answer) => ({ ...answer, body: reorder(answer.body) }),
      });
      const items = Array.from({ length: bench.rowsOfOneCall }, () => bench.company());
      const outcomes = await bench.deliver(items);
      const keys = new Map((await bench.companies()).map(({ id, key }) => [id, key]));
      expect(outcomes.map((outcome) => outcome.kind === 'written' && keys.get(outcome.crmId))).toEqual(
        items.map(({ key }) => key),
      );
    });
  }
}
