import { expect, test } from '@jest/globals';
import { readError } from './read-error.js';

const removed = (target: string, label: string) => ({ code: 'field_removed', target, label });

test('of fields whose names are parts of each other, a complaint is about the one it names whole', () => {
  const error = readError({
    error_code: 'unknown_field',
    error_message: 'No such column: billing_city',
    error_hint: null,
    error_since: new Date(),
    problems: [removed('city', 'City'), removed('billing_city', 'Billing city'), removed('billing', 'Billing')],
  });
  expect(error).toMatchObject({ field: 'billing_city', fieldLabel: 'Billing city' });
});
