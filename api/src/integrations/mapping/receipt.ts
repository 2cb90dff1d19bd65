import type { FieldValue, ReceiptField } from '@integration-queue/shared/sync';
import type { Verdict } from '@integration-queue/shared/vocabulary';
import type { Properties } from '../../crm/connector.js';
import { sameOptions } from '../../crm/same-options.js';
import type { MappedField } from './apply.js';

/**
 * The receipt of one written record: for each mapped field what was there, what was sent and what the CRM then stored.
 * `before` is absent for a created record, `after` where the CRM's answer does not tell.
 */
export function writeReceipt(
  mapped: MappedField[],
  before: Properties | undefined,
  after: Properties | undefined,
): ReceiptField[] {
  return mapped.map(({ target, source, rule, translated, made, value }) => {
    const was = before?.[target] ?? null;
    const stored = after ? (after[target] ?? null) : null;
    return {
      target,
      label: humanise(target),
      source,
      rule,
      ...(translated && { translated }),
      before: was,
      sent: value ?? null,
      after: stored,
      verdict: judge(rule, made, value, was, after ? stored : undefined),
    };
  });
}

/** Whether the CRM did not store everything as sent. */
export function isMarked(fields: ReceiptField[]): boolean {
  return fields.some(({ verdict }) => verdict === 'dropped' || verdict === 'altered');
}

function judge(
  rule: string,
  made: FieldValue,
  sent: FieldValue | undefined,
  before: FieldValue | null,
  after: FieldValue | null | undefined,
): Verdict {
  if (sent === undefined) return rule === 'if_empty' && !sameValue(before, made) ? 'kept' : 'unchanged';
  if (after === undefined) return sameValue(before, sent) ? 'unchanged' : 'written';
  if (sameValue(after, sent)) return sameValue(before, sent) ? 'unchanged' : 'written';
  return sameValue(after, before) ? 'dropped' : 'altered';
}

/**
 * Whether a CRM stores a value as sent: CRMs answer numbers as text, times in other spellings, empty text as null, several
 * options in their own order.
 */
export function sameValue(stored: FieldValue | null | undefined, sent: FieldValue | null | undefined): boolean {
  const [one, other] = [normal(stored), normal(sent)];
  if (one === other) return true;
  if (stored && sent && (Array.isArray(stored) || Array.isArray(sent))) return sameOptions(stored, sent);
  const [oneTime, otherTime] = [readTime(one), readTime(other)];
  return oneTime !== null && oneTime === otherTime;
}

function normal(value: FieldValue | null | undefined): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join(', ') : String(value).trim();
}

function readTime(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return null;
  const time = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(time) ? null : time;
}

/** `annual_revenue` reads "Annual revenue" until the CRM's own label is known. */
function humanise(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
