import type { CrmObject } from '../../objects.ts';

/** Salesforce's names of our objects, and how their ids begin. */
export const SOBJECTS: Record<CrmObject, { type: string; prefix: string }> = {
  companies: { type: 'Account', prefix: '001' },
  deals: { type: 'Opportunity', prefix: '006' },
  tasks: { type: 'Task', prefix: '00T' },
};

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const CHECK_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** An id as Salesforce gives it: three letters for the type, twelve for the record, three that tell upper from lower case. */
export function toId(prefix: string, storeId: string): string {
  let number = BigInt(storeId);
  let digits = '';
  for (; number > 0n; number /= 62n) digits = DIGITS[Number(number % 62n)]! + digits;
  const short = `${prefix}Pr${digits.padStart(10, 'A')}`;
  return short + checkDigits(short);
}

export const ORGANISATION_ID = toId('00D', '1');

export const idOf = (object: CrmObject, storeId: string) => toId(SOBJECTS[object].prefix, storeId);

/** The record an id of 15 or 18 letters means; null where it is no id of one of our objects. */
export function readId(id: string): { object: CrmObject; storeId: string } | null {
  if (!/^\w{15}(\w{3})?$/.test(id)) return null;
  const object = (Object.keys(SOBJECTS) as CrmObject[]).find((name) => id.startsWith(SOBJECTS[name].prefix));
  if (!object) return null;
  let number = 0n;
  for (const digit of id.slice(5, 15)) number = number * 62n + BigInt(DIGITS.indexOf(digit));
  return { object, storeId: String(number) };
}

export function readType(type: string | undefined): CrmObject | null {
  const found = Object.entries(SOBJECTS).find(([, sobject]) => sobject.type.toLowerCase() === type?.toLowerCase());
  return found ? (found[0] as CrmObject) : null;
}

function checkDigits(short: string): string {
  return [0, 5, 10]
    .map((from) => {
      const bits = [...short.slice(from, from + 5)].map((letter, place) => (/[A-Z]/.test(letter) ? 1 << place : 0));
      return CHECK_DIGITS[bits.reduce((sum, bit) => sum + bit, 0)]!;
    })
    .join('');
}
