import type { CrmField } from '@integration-queue/shared/mapping';

type Options = NonNullable<CrmField['options']>;

/**
 * Several options that were typed with semicolons between them, by value or by label, as a fixed value keeps them: `a;b`.
 * Null where it is not several, or one of them is no option.
 */
export function readSeveral(typed: string, options: Options): string | null {
  const parts = partsOf(typed);
  const values = parts.map((one) => find(one, options)?.value);
  return parts.length > 1 && values.every((value) => value !== undefined) ? [...new Set(values)].join(';') : null;
}

/** What people call the options of such a value. */
export function nameSeveral(value: string, options: Options): string {
  return partsOf(value)
    .map((one) => options.find((option) => option.value === one)?.label ?? one)
    .join('; ');
}

function find(one: string, options: Options) {
  const wanted = one.toLowerCase();
  return options.find(({ value }) => value === one) ?? options.find(({ label }) => label.toLowerCase() === wanted);
}

const partsOf = (text: string) => text.split(';').map((one) => one.trim()).filter((one) => one !== ''); // prettier-ignore
