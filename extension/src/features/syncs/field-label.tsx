import type { MappingSource } from '@integration-queue/shared/mapping';
import type { ReceiptField } from '@integration-queue/shared/sync';
import { optionalMessage } from '@/platform/locale';
import { i18n } from '#i18n';
import { sourceText } from '../mapping/source-text';

/** A field of the CRM and, smaller, how the value for it came about: its source, and the rules it went by. */
export function FieldLabel({ field: { target, label, source, rule, translated } }: { field: ReceiptField }) {
  return (
    <span class="field-label" title={target}>
      <strong>{label}</strong>{' '}
      <span class="field-origin">
        <span aria-hidden="true">←</span> <span class="sr-only">{i18n.t('receipt.origin')}</span>{' '}
        {[
          originText(source),
          translated && i18n.t('receipt.translated'),
          rule !== 'overwrite' && optionalMessage(`mapping.mode.${rule}`),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  );
}

function originText(written: string): string {
  const source = readSource(written);
  if ('fixed' in source) return `${i18n.t('mapping.kind.fixed')}: ${sourceText(source)}`;
  if ('template' in source) return `${i18n.t('mapping.kind.template')}: ${sourceText(source)}`;
  return sourceText(source);
}

/** The source a receipt writes as text: a template has fields in braces, a fixed value is JSON, a field is its name. */
function readSource(written: string): MappingSource {
  if (/\{\{[^}]*\}\}/.test(written)) return { template: written };
  try {
    return { fixed: JSON.parse(written) as string | number | boolean };
  } catch {
    return { field: written };
  }
}
