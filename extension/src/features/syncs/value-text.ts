import type { FieldValue } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { absoluteTime } from '@/ui/time-text';

/** A moment as CRMs and we write it. A mere day is read as it is. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** A value of a receipt as people read it. */
export function valueText(value: FieldValue): string {
  if (value === null || value === '') return i18n.t('receipt.nothing');
  if (typeof value === 'boolean') return i18n.t(value ? 'receipt.yes' : 'receipt.no');
  if (typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(Date.parse(value))) return absoluteTime(value);
  return Array.isArray(value) ? value.join(', ') : String(value);
}
