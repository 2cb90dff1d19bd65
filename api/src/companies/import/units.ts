const THOUSANDS = ['tsd', 'tausend', 'thousand', 'thousands', 'duizend', 'teur', 'tusd', 'keur', 'kusd'];
const MILLIONS = ['mio', 'mill', 'million', 'millions', 'millionen', 'miljoen', 'mln', 'mn', 'meur', 'musd'];
const BILLIONS = ['mrd', 'mia', 'mld', 'bn', 'billion', 'billions', 'milliarde', 'milliarden', 'miljard'];
const FACTORS = new Map([
  ...THOUSANDS.map((word) => [word, 1e3] as const),
  ...MILLIONS.map((word) => [word, 1e6] as const),
  ...BILLIONS.map((word) => [word, 1e9] as const),
]);
/** Too short to be a unit anywhere but beside an amount or in brackets. */
const SHORT_FACTORS = new Map(Object.entries({ t: 1e3, k: 1e3, m: 1e6, mm: 1e6, b: 1e9 }));
const CURRENCIES = new Set(['eur', 'euro', 'euros', 'usd', 'us', 'gbp', 'chf', 'dollar', 'dollars']);
const BESIDE_CURRENCY = /[€$£]\s?([tkmb]{1,2})\b|\b([tkmb]{1,2})\s?[€$£]/i;
const CURRENCY = /[€$£¥]|\b(?:eur|euros?|usd|gbp|chf|dollars?)\b/gi;

/** More of a column's name is not looked at: finding its brackets would take the square of its length. */
const LONGEST_NAME = 200;

/** An amount without its currency: `$514,405.0` is `514,405.0`. */
export function withoutCurrency(amount: string): string {
  return amount.replace(CURRENCY, ' ').trim();
}

/** What a unit written behind a number multiplies it by: `Mio.`, `bn`, `k`. Undefined for what is no unit. */
export function factorOf(unit: string): number | undefined {
  const word = unit.toLowerCase().replace(/\.$/, '');
  return FACTORS.get(word) ?? SHORT_FACTORS.get(word);
}

/** What the numbers of a column are to be multiplied by, by its name: `revenue ($M)`, `Umsatz (T€)`, `Omzet in mln`. */
export function factorInName(name: string): number {
  const column = name.slice(0, LONGEST_NAME);
  const [outside, inside] = split(column);
  const short = BESIDE_CURRENCY.exec(column)?.slice(1).find(Boolean);
  if (/\b1?['.,]?000s?\b/.test(inside) || /\bin 1[.,]?000\b/i.test(outside)) return 1e3;
  const words = [...wordsOf(inside), ...wordsOf(outside).slice(1)];
  const known = [
    ...words.map((word) => FACTORS.get(word)),
    ...[...wordsOf(inside), short?.toLowerCase() ?? ''].map((word) => SHORT_FACTORS.get(word)),
  ];
  return known.find((factor) => factor !== undefined) ?? 1;
}

/**
 * A column's name without spelling: lower case, no accents, no unit, currency or brackets, nothing between words.
 * `Company_Name` and `company name` are `companyname`, `Umsatz in Mio. €` is `umsatz`.
 */
export function bareName(column: string): string {
  const [outside] = split(column.slice(0, LONGEST_NAME));
  const words = wordsOf(outside.replace(BESIDE_CURRENCY, ' ').replace(/\b1[.,]?000\b/g, ' '));
  const isExtra = (word: string) => word === 'in' || FACTORS.has(word) || CURRENCIES.has(word);
  return words.filter((word, index) => index === 0 || !isExtra(word)).join('');
}

function split(column: string): [outside: string, inside: string] {
  const inside = /[([]([^)\]]*)[)\]]/.exec(column)?.[1] ?? '';
  return [column.replace(/[([][^)\]]*[)\]]?/g, ' '), inside];
}

function wordsOf(text: string): string[] {
  const plain = text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
  return plain.match(/[a-z0-9]+/g) ?? [];
}
