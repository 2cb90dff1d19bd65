import type { ReceiptField } from '@integration-queue/shared/sync';
import { VERDICTS, type Verdict } from '@integration-queue/shared/vocabulary';
import { arrangeReceipt } from './arrange-receipt';

const field = (verdict: Verdict): ReceiptField => ({
  target: verdict,
  label: verdict,
  source: 'name',
  rule: 'overwrite',
  before: null,
  sent: null,
  after: null,
  verdict,
});

it('puts what needs a look first, and what did not change apart', () => {
  const { changed, unchanged } = arrangeReceipt(VERDICTS.map(field));
  expect(changed.map(({ verdict }) => verdict)).toEqual(['refused', 'dropped', 'altered', 'written']);
  expect(unchanged.map(({ verdict }) => verdict)).toEqual(['kept', 'unchanged']);
});
