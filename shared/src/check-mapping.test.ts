import { describe, expect, test } from '@jest/globals';
import { checkMapping } from './check-mapping.js';
import type { CrmField, MappingRow } from './mapping.js';
import type { SyncObject } from './vocabulary.js';

type Type = CrmField['type'];
const field = (type: Type, more: Partial<CrmField> = {}): CrmField => ({
  name: 'target',
  label: 'Target',
  type,
  required: false,
  writable: true,
  ...more,
});

const check = (
  source: MappingRow['source'],
  of: CrmField,
  { object = 'deal', ...more }: Partial<MappingRow> & { object?: SyncObject } = {},
) => checkMapping(object, [{ target: 'target', source, mode: 'overwrite', ...more }], [of]);
const codes = (...question: Parameters<typeof check>) => check(...question).map(({ code }) => code);

describe('a fixed value', () => {
  test.each<[Type, string, (string | number | boolean)[], (string | number | boolean)[]]>([
    ['number', 'not_a_number', [5, '5', '-1.5', '1500 EUR'], ['five', '1,5', true, ' ', '1e999']],
    ['boolean', 'not_a_boolean', [true, false, 'true', 'false'], ['maybe', 'ja', 1]],
    ['date', 'not_a_date', ['2026-01-31', '2026-01-31T12:00:00Z'], ['31.01.2026', '2026-02-31', 'soon', 2026]],
    [
      'datetime',
      'not_a_time',
      ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000+01:00', '2026-01-31 12:00', '2026-01-31'],
      ['31.01.2026 12:00', '12:00', true],
    ],
    ['email', 'not_an_email', ['ana@acme.example'], ['ana', 'ana@acme', 'ana at acme.example', 7]],
    ['url', 'not_an_address', ['https://acme.example/a?b', 'acme.example', 'http://localhost:80'], ['acme', 'a b.c']],
  ])('for a field of type %s: %s where it is none', (type, code, right, wrong) => {
    for (const fixed of right) expect([fixed, codes({ fixed }, field(type))]).toEqual([fixed, []]);
    for (const fixed of wrong) {
      expect(check({ fixed }, field(type))).toEqual([
        expect.objectContaining({ target: 'target', code, value: String(fixed) }),
      ]);
    }
  });

  test('for a text is anything, of which nothing is cut', () => {
    for (const fixed of ['text', 5, true]) expect(codes({ fixed }, field('string'))).toEqual([]);
    expect(codes({ fixed: '😀😀😀' }, field('string', { maxLength: 3 }))).toEqual([]);
    expect(codes({ fixed: 'four' }, field('string', { maxLength: 3 }))).toEqual(['value_too_long']);
    expect(codes({ fixed: 12345 }, field('text', { maxLength: 3 }))).toEqual(['value_too_long']);
  });

  test('that is empty is not sent, so it fits everywhere', () => {
    for (const type of ['number', 'date', 'boolean', 'email'] as const)
      expect(codes({ fixed: '' }, field(type))).toEqual([]);
  });
});

describe('a source', () => {
  test.each<[Type, string, string[], string[]]>([
    ['number', 'not_a_number', ['amount', 'company.employees'], ['title', 'closeDate', 'company.tags', 'company.city']],
    ['boolean', 'not_a_boolean', ['company.custom.customer'], ['amount', 'title', 'closeDate']],
    ['date', 'not_a_date', ['closeDate', 'company.lastVisitAt'], ['amount', 'title', 'company.domain']],
    ['datetime', 'not_a_time', ['closeDate', 'company.createdAt'], ['amount', 'company.tags']],
    ['email', 'not_an_email', ['company.email'], ['company.domain', 'company.name', 'closeDate', 'amount']],
    [
      'url',
      'not_an_address',
      ['company.website', 'company.domain', 'company.inboxUrl'],
      ['company.name', 'company.email', 'closeDate', 'amount'],
    ],
  ])('of another kind than %s: %s', (type, code, right, wrong) => {
    const own = ['company.custom.any', 'externalId', 'owner', 'company.postalCode', 'company.crmId'];
    for (const path of [...right, ...own]) expect([path, codes({ field: path }, field(type))]).toEqual([path, []]);
    for (const path of wrong) expect([path, codes({ field: path }, field(type))]).toEqual([path, [code]]);
  });

  test.each<Type>(['string', 'text', 'phone', 'reference', 'other', 'option', 'options'])(
    'of any kind goes into %s: CRMs write numbers, times and lists as text, and options are translated',
    (type) => {
      for (const path of ['amount', 'closeDate', 'company.tags', 'company.name'])
        expect(codes({ field: path }, field(type))).toEqual([]);
    },
  );

  test('that is translated fits where its translations do', () => {
    const values = { 'A hundred anvils': '100', 'Ten anvils': 'ten' };
    expect(check({ field: 'title' }, field('number'), { values })).toEqual([
      expect.objectContaining({ code: 'not_a_number', value: 'ten' }),
    ]);
    expect(codes({ field: 'title' }, field('string', { maxLength: 2 }), { values: { One: 'long' } })).toEqual([
      'value_too_long',
    ]);
  });

  test('nobody knows is told as that alone', () => {
    expect(codes({ field: 'titel' }, field('number'))).toEqual(['unknown_source']);
    expect(codes({ template: '{{titel}}' }, field('number'))).toEqual(['unknown_source']);
    expect(codes({ field: 'constructor' }, field('number'))).toEqual(['unknown_source']);
  });
});

describe('a template', () => {
  test.each<[Type, string, string[], string[]]>([
    [
      'number',
      'not_a_number',
      ['{{amount}}', '{{amount}} {{currency}}', '{{company.employees}}000', '{{company.custom.size}}'],
      ['{{title}}', '{{amount}} anvils', '{{closeDate}}', '{{company.custom.size}} anvils', 'many'],
    ],
    ['date', 'not_a_date', ['{{closeDate}}', '{{company.custom.year}}-01-31'], ['by {{closeDate}}', '{{title}}']],
    ['datetime', 'not_a_time', ['{{closeDate}}T08:00:00Z'], ['{{closeDate}} {{closeDate}}']],
    ['boolean', 'not_a_boolean', ['true', '{{company.custom.customer}}'], ['{{title}}', '{{amount}}']],
    ['email', 'not_an_email', ['info@{{company.domain}}'], ['{{company.domain}}', 'info {{company.email}}']],
    ['url', 'not_an_address', ['https://{{company.domain}}/{{externalId}}'], ['{{title}} {{company.domain}}']],
  ])('that makes no %s: %s', (type, code, right, wrong) => {
    for (const template of right) expect([template, codes({ template }, field(type))]).toEqual([template, []]);
    for (const template of wrong) expect([template, codes({ template }, field(type))]).toEqual([template, [code]]);
  });

  test('makes any text', () => {
    expect(codes({ template: '{{title}} of {{company.name}}, {{amount}}' }, field('text'))).toEqual([]);
  });
});

test('a value can be added to a text and to a choice of several, and to nothing that holds one value', () => {
  const options = [{ value: 'it', label: 'IT' }];
  const row = { mode: 'append' } as const;
  for (const type of ['string', 'text', 'other'] as const)
    expect([type, codes({ field: 'title' }, field(type), row)]).toEqual([type, []]);
  expect(codes({ fixed: 'it' }, field('options', { options }), row)).toEqual([]);
  expect(codes({ fixed: 'hr' }, field('options', { options }), row)).toEqual(['invalid_option']);
  expect(codes({ field: 'title' }, field('options', { options }), { ...row, values: { HR: 'hr' } })).toEqual([
    'invalid_option',
  ]);
  for (const type of ['option', 'reference', 'phone'] as const)
    expect(check({ field: 'title' }, field(type), row)).toEqual([
      expect.objectContaining({ code: 'type_mismatch', hint: 'Choose "overwrite" or "only if empty"' }),
    ]);
  expect(codes({ field: 'amount' }, field('number'), row)).toEqual(['type_mismatch']);
  expect(codes({ field: 'closeDate' }, field('date'), row)).toEqual(['type_mismatch']);
  expect(codes({ fixed: true }, field('boolean'), row)).toEqual(['type_mismatch']);
});

test('of several options, some may be one fixed value, and each is looked at', () => {
  const options = ['it', 'hr', 'a;b'].map((value) => ({ value, label: value.toUpperCase() }));
  const found = (fixed: string, type: CrmField['type']) =>
    check({ fixed }, field(type, { options })).map(({ code, value }) => [code, value]);
  for (const fixed of ['it', 'it;hr', ' it ; hr;', 'a;b'])
    expect([fixed, found(fixed, 'options')]).toEqual([fixed, []]);
  expect(found('it;anvils', 'options')).toEqual([['invalid_option', 'anvils']]);
  expect(found('it,hr', 'options')).toEqual([['invalid_option', 'it,hr']]);
  expect(found(';', 'options')).toEqual([['invalid_option', ';']]);
  expect(found('it;hr', 'option')).toEqual([['invalid_option', 'it;hr']]);
});
