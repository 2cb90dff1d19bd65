import type { ReceiptField } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { FieldLabel } from '../syncs/field-label';
import { valueText } from '../syncs/value-text';

/** Field · before → after · what would become of it; what would change comes first. */
export function PreviewFields({ fields }: { fields: ReceiptField[] }) {
  const lines = fields.map((field) => ({ field, verdict: verdictOf(field) }));
  const ordered = lines.toSorted((one, other) => ORDER.indexOf(one.verdict) - ORDER.indexOf(other.verdict));
  return (
    <ul class="fields">
      {ordered.map(({ field, field: { target, before, sent }, verdict }) => (
        <li key={target} class={verdict === 'new' || verdict === 'changed' ? 'written' : verdict}>
          <FieldLabel field={field} />
          <span class="verdict">{i18n.t(`preview.verdict.${verdict}`)}</span>
          <span class="field-values">
            {verdict === 'changed' && (
              <>
                <del>{valueText(before)}</del>
                {' → '}
              </>
            )}
            <ins>{valueText(verdict === 'kept' || verdict === 'unchanged' ? (before ?? sent) : sent)}</ins>
          </span>
        </li>
      ))}
    </ul>
  );
}

const ORDER = ['changed', 'new', 'kept', 'unchanged'] as const;

function verdictOf({ verdict, before }: ReceiptField): (typeof ORDER)[number] {
  if (verdict === 'kept' || verdict === 'unchanged') return verdict;
  return before === null || before === '' ? 'new' : 'changed';
}
