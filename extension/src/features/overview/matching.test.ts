import { counts } from '../../../test/support/syncs';
import { countMatching, matchingCount } from './matching';

const kept = counts({ error: 4, processed: 10 });

it('reads from the kept counts what they can tell', () => {
  expect(matchingCount({ status: 'error' }, kept)).toEqual({ counts: counts({ error: 4 }), isExact: true });
  expect(matchingCount({ integrationId: '1' }, kept)).toEqual({ counts: kept, isExact: true });
  expect(matchingCount({}, null)).toBeNull();
});

it('asks the API for the rest, and keeps its answer to the filter it was given for', async () => {
  const answer = { counts: counts({ pending: 2 }), isExact: true };
  const asked = jest.fn(() => Promise.resolve({ ok: true as const, value: answer }));
  const api = { countSyncs: asked };
  expect(matchingCount({ q: 'acme' }, kept)).toBeNull();
  await countMatching(api, { q: 'acme', status: undefined });
  await countMatching(api, { status: 'error' });
  expect(asked.mock.calls).toEqual([[{ q: 'acme', status: undefined }]]);
  expect(matchingCount({ q: 'acme' }, kept)).toEqual(answer);
  expect(matchingCount({ q: 'other' }, kept)).toBeNull();
});
