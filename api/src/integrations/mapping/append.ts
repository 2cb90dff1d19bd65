import type { FieldValue } from '@integration-queue/shared/sync';
import { chosenOptions, knownBy, type OptionField, optionsThere } from './chosen-options.js';

/** What HTML says by a line of its own. */
const LINE_TAG = /<\/?(?:p|div|br|hr|li|ul|ol|h[1-6]|table|tr|td|th|blockquote|pre)(?:\s[^<>]*)?\/?>/gi;
const ENTITIES: [string, string][] = [
  ['&nbsp;', ' '],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
];

/**
 * What is sent to add `added` to what the CRM has: options to a set of options, a line to a text. Undefined where all of it
 * is there, as whole options, lines or entries of a line between commas or semicolons: “IT” is not in “CREDIT”. `field` is
 * given where the CRM is known to take several options there.
 */
export function append(there: FieldValue, added: FieldValue, field?: OptionField): FieldValue | undefined {
  if (field || Array.isArray(there)) return addOptions(there, added, field ?? {});
  const [old, text] = [String(there), Array.isArray(added) ? added.join(', ') : String(added)];
  return hasEntry(linesOf(old), linesOf(text)) ? undefined : `${old}\n${text}`;
}

function addOptions(there: FieldValue, added: FieldValue, field: OptionField): string[] | undefined {
  const all = new Map(optionsThere(there, field).map((option) => [knownBy(option, field), option]));
  const before = all.size;
  for (const option of chosenOptions(added, field)) {
    const name = knownBy(option, field);
    if (!all.has(name)) all.set(name, option);
  }
  return all.size === before ? undefined : [...all.values()];
}

/** Whether `entry` stands in `text` from one boundary to another. */
function hasEntry(text: string, entry: string): boolean {
  if (entry === '') return true;
  for (let at = text.indexOf(entry); at >= 0; at = text.indexOf(entry, at + 1)) {
    const end = at + entry.length;
    const before = text[at - 1] === ' ' ? text[at - 2] : text[at - 1];
    const after = text[end] === ' ' ? text[end + 1] : text[end];
    if (isBoundary(before) && isBoundary(after)) return true;
  }
  return false;
}

function isBoundary(character: string | undefined): boolean {
  return character === undefined || '\n,;'.includes(character);
}

/** A text as it reads: its lines without what CRMs change in them, which is the space around and between them. */
function linesOf(text: string): string {
  return plain(text)
    .split(/[\r\n]/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** A note that was read as HTML holds what was sent to it as text. */
function plain(text: string): string {
  if (!/^\s*<\w+[\s/>]/.test(text)) return text;
  const bare = text.replace(LINE_TAG, '\n').replace(/<[^<>]*>/g, '');
  return ENTITIES.reduce((decoded, [entity, character]) => decoded.replaceAll(entity, character), bare);
}
