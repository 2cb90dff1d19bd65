import type { ReceiptField } from '@integration-queue/shared/sync';
import type { Verdict } from '@integration-queue/shared/vocabulary';

/** What needs a look comes first. */
const ORDER: Verdict[] = ['refused', 'dropped', 'altered', 'written', 'kept', 'unchanged'];
const NOTHING_NEW: ReadonlySet<Verdict> = new Set(['kept', 'unchanged']);

/** The lines of a receipt in reading order, apart those in which the CRM stores what it did before. */
export function arrangeReceipt(fields: ReceiptField[]): { changed: ReceiptField[]; unchanged: ReceiptField[] } {
  const ordered = fields.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  return {
    changed: ordered.filter(({ verdict }) => !NOTHING_NEW.has(verdict)),
    unchanged: ordered.filter(({ verdict }) => NOTHING_NEW.has(verdict)),
  };
}
