import type { CrmField } from '@integration-queue/shared/mapping';

type Options = NonNullable<CrmField['options']>;
type Values = Record<string, string>;

/**
 * Proposes a translation for values of ours that are no option of the CRM: the option whose label or value looks the same
 * but for case, accents, punctuation and the word "and". What a person chose already stays; what looks like no option, or
 * like several, is left to them.
 */
export function proposeValues(ours: string[], options: Options, chosen: Values = {}): Values {
  const known = new Set(options.map(({ value }) => value));
  const byLook = new Map<string, string | null>();
  for (const { value, label } of options) {
    for (const look of new Set([lookOf(label), lookOf(value)])) {
      const other = byLook.get(look);
      byLook.set(look, other === undefined || other === value ? value : null);
    }
  }
  const proposed: Values = {};
  for (const value of ours) {
    if (known.has(value) || Object.hasOwn(chosen, value)) continue;
    const option = byLook.get(lookOf(value));
    if (option) proposed[value] = option;
  }
  return { ...chosen, ...proposed };
}

/** Values of ours that are neither an option of the CRM nor translated to one. */
export function untranslated(ours: string[], options: Options, chosen: Values = {}): string[] {
  const known = new Set(options.map(({ value }) => value));
  return [...new Set(ours)].filter((value) => !known.has(value) && !Object.hasOwn(chosen, value));
}

/** `Büro & Möbel` and `buro-und-moebel` look the same. */
function lookOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/&|\b(and|und|en)\b/g, '+')
    .replaceAll('ß', 'ss')
    .replace(/[äöü]/g, (letter) => `${{ ä: 'a', ö: 'o', ü: 'u' }[letter]}`)
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}+]/gu, '')
    .replace(/ae|oe|ue/g, ([first]) => first ?? '');
}
