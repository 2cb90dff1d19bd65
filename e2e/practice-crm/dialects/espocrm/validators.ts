import type { EspoField } from './fields.ts';

/** Currencies this EspoCRM is set up with; the first is its default. */
export const CURRENCIES = ['EUR', 'USD'];

const NO_BAD_CHARACTERS = /^[^<>=]+$/;
const LOOSE_PHONE = /^[0-9A-Za-z_@:#+().\- ]+$/;
const ADDRESS = /^([a-zA-Z0-9]+:\/\/)?[a-zA-Z0-9%./?:@\-_=#$!+*()',]+\.([a-zA-Z0-9%&./?:@\-_=#$!+*()',~])*$/;

/** What EspoCRM makes of values before it looks at them: no spaces around, and numbers with a country in one form. */
export function sanitise(fields: EspoField[], row: Record<string, unknown>): Record<string, unknown> {
  const types = new Map(fields.map(({ name, details }) => [name, details.type]));
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const type = types.get(name);
      if (typeof value !== 'string') return [name, value];
      if (type === 'phone') return [name, asInternational(value.trim())];
      return [name, type === 'varchar' || type === 'url' || type === 'email' ? value.trim() : value];
    }),
  );
}

/** The first value that EspoCRM's own validators refuse, beside those every CRM has; null where all fit. */
export function findInvalid(
  fields: EspoField[],
  row: Record<string, unknown>,
): { field: string; type: 'valid' | 'pattern' | 'validCurrency' } | null {
  for (const { name, details, pattern } of fields) {
    const value = row[name];
    if (typeof value !== 'string' || value === '') continue;
    const field = details.field ?? name;
    if (details.type === 'phone' && !isPhone(value)) return { field, type: 'valid' };
    if (details.type === 'url' && !ADDRESS.test(value)) return { field, type: 'valid' };
    if (pattern && !NO_BAD_CHARACTERS.test(value)) return { field, type: 'pattern' };
    if (name === 'amountCurrency' && !CURRENCIES.includes(value)) return { field, type: 'validCurrency' };
  }
  return null;
}

/** Only a number that says its country can be read; the others stay as they are. */
function asInternational(text: string): string {
  const digits = text.replace(/\(0\)/g, '').replace(/[^\d+]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : text;
}

const isPhone = (text: string) => LOOSE_PHONE.test(text) && /^\+[1-9]\d{6,14}$/.test(text);
