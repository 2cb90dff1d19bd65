import type { MappingRow, MappingSource } from '@integration-queue/shared/mapping';
import { optionalMessage } from '@/platform/locale';
import { i18n } from '#i18n';
import { valueText } from '../syncs/value-text';

/** How people read a field of ours: `name` as "Name", `company.city` as "Company › City", `custom.segment` as "segment". */
export function sourceFieldLabel(path: string): string {
  const [first = '', ...rest] = path.split('.');
  if (first === 'company' && rest.length > 0)
    return `${i18n.t('object.company')} › ${sourceFieldLabel(rest.join('.'))}`;
  if (first === 'custom') return rest.join('.');
  return optionalMessage(`field.${path}`) || path;
}

/** What a row writes, in one line. */
export function sourceText(source: MappingSource): string {
  if ('field' in source) return sourceFieldLabel(source.field);
  if ('template' in source) return source.template;
  return valueText(source.fixed);
}

/** What a row does, in one line: source, write mode where it is not the usual one, and how much is translated. */
export function rowText({ source, mode, values }: MappingRow): string {
  const translated = Object.keys(values ?? {}).length;
  return [
    'fixed' in source ? `${i18n.t('mapping.kind.fixed')}: ${sourceText(source)}` : sourceText(source),
    mode !== 'overwrite' && i18n.t(`mapping.mode.${mode}`),
    translated > 0 && i18n.t('mapping.translated', translated, [String(translated)]),
  ]
    .filter(Boolean)
    .join(' · ');
}
