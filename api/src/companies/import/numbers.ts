import { factorOf, withoutCurrency } from './units.js';

export interface NumberStyle {
  /** What the column's numbers are multiplied by, unless a number has a unit of its own. */
  factor?: number;
  /** Mark between whole and fraction where an amount in thousands or millions can be read both ways, like `1.234`. */
  decimalMark?: '.' | ',';
  /** Whole numbers only: `1.234` and `1,234` are both a thousand and some. */
  isWhole?: boolean;
}

/** Nobody writes a longer number, and looking for its unit would take the square of its length. */
const LONGEST_NUMBER = 100;

/**
 * A number as people write it: `2200000`, `$514,405.0`, `1.234,50 €`, `1 234`, `12 Mio.`, `(1,200)` for less than nothing,
 * `ca. 500`, `10,000+`. Null for what is none, or could be anything.
 */
export function readNumber(written: string, { factor = 1, decimalMark = '.', isWhole = false }: NumberStyle = {}) {
  if (written.length > LONGEST_NUMBER) return null;
  let rest = withoutCurrency(written.normalize('NFKC'));
  rest = rest.replace(/^(?:ca\.?|circa|approx\.?|about|etwa|rund|[~≈+])\s*/i, '').replace(/\+$/, '');
  const isNegative = /^\(.*\)$|^[-−]/.test(rest);
  rest = rest.replace(/^\(|\)$|^[-−]/g, '').trim();
  const unit = /\p{L}+\.?$/u.exec(rest)?.[0];
  const ownFactor = unit === undefined ? factor : factorOf(unit);
  const digits = (unit === undefined ? rest : rest.slice(0, -unit.length)).trim();
  const plain = inPlainDigits(digits, isWhole || ownFactor === 1 ? undefined : decimalMark);
  if (ownFactor === undefined || plain === null) return null;
  const value = Math.round(Number(plain) * ownFactor * 100) / 100;
  return Number.isFinite(value) ? (isNegative ? -value : value) : null;
}

/** Digits with a dot before the fraction and nothing between thousands. */
function inPlainDigits(digits: string, decimalMark: '.' | ',' | undefined): string | null {
  const spaced = digits.replace(/(?<=\d)[\s'’](?=\d{3}(?!\d))/g, '');
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(spaced)) return null;
  const marks = spaced.replace(/\d/g, '');
  const last = marks.at(-1);
  if (last === undefined) return spaced;
  const isDecimal = new Set(marks).size > 1 ? true : marks.length === 1 && isFraction(spaced, last, decimalMark);
  const whole = isDecimal ? spaced.slice(0, spaced.lastIndexOf(last)) : spaced;
  const fraction = isDecimal ? spaced.slice(whole.length + 1) : '';
  const [first, ...thousands] = whole.split(/[.,]/);
  const isGrouped = thousands.every((group) => group.length === 3) && (thousands.length === 0 || first!.length <= 3);
  if (!isGrouped || new Set(whole.replace(/\d/g, '')).size > 1 || (isDecimal && whole.includes(last))) return null;
  return `${first === '' ? '0' : first}${thousands.join('')}${fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * Whether the only mark of a number stands before its fraction. Three digits behind it are thousands, unless the number
 * counts millions: nobody writes money to a tenth of a cent.
 */
function isFraction(digits: string, mark: string, decimalMark: '.' | ',' | undefined): boolean {
  const [before = '', behind = ''] = digits.split(mark);
  if (behind.length !== 3 || before.length > 3 || /^0?$/.test(before)) return true;
  return mark === decimalMark;
}
