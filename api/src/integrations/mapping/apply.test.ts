import { describe, expect, test } from '@jest/globals';
import { checkMapping } from '@integration-queue/shared/check-mapping';
import type { MappingRow } from '@integration-queue/shared/mapping';
import { applyMapping, fillTemplate, type SourceRecord } from './apply.js';

const row = (source: MappingRow['source'], more: Partial<MappingRow> = {}): MappingRow => ({
  target: 'notes',
  source,
  mode: 'overwrite',
  ...more,
});
const sent = (made: MappingRow, record: SourceRecord) => applyMapping([made], record, undefined)[0]?.value;

describe('a placeholder', () => {
  const custom = { Größe: 'XL', 'deal size': 12, 'a.b': 'dotted', 'x/y (z)': 'odd' };
  test.each(['Größe', 'deal size', 'a.b', 'x/y (z)'] as (keyof typeof custom)[])(
    'names the custom field “%s” of a company, and is filled',
    (name) => {
      const template = `= {{custom.${name}}} {{ custom.${name} }}`;
      expect(checkMapping('company', [row({ template })], null)).toEqual([]);
      expect(fillTemplate(template, { custom })).toBe(`= ${custom[name]} ${custom[name]}`);
      expect(sent(row({ field: `custom.${name}` }), { custom })).toBe(custom[name]);
      expect(sent(row({ template: `{{company.custom.${name}}}` }), { company: { custom } })).toBe(`${custom[name]}`);
    },
  );

  test.each(['{{colour?}}', '{{}}', '{{na me}}'])(
    'nobody knows, %s, is told, and never written as it stands',
    (one) => {
      const template = `{{name}} ${one}`;
      expect(checkMapping('company', [row({ template })], null)).toMatchObject([{ code: 'unknown_source' }]);
      expect(fillTemplate(template, { name: 'Acme' })).toBe('Acme');
    },
  );

  test('that is not closed is told', () => {
    const problems = checkMapping('company', [row({ template: '{{name}} ({{city}\n{{custom.a{b}}' })], null);
    expect(problems.map(({ code, value }) => [code, value])).toEqual([
      ['unknown_source', '{{city}'],
      ['unknown_source', '{{custom.a{b}}'],
    ]);
  });

  test('in a value is no placeholder', () => {
    expect(fillTemplate('{{name}}, {{city}}', { name: '{{city}}', city: 'Almelo' })).toBe('{{city}}, Almelo');
  });
});

describe('the translation of a value', () => {
  const values = { DE: 'Germany' };
  test.each(['constructor', 'toString', '__proto__'])('leaves “%s” as it is', (value) => {
    expect(sent(row({ field: 'country' }, { values }), { country: value })).toBe(value);
    expect(sent(row({ field: 'tags' }, { values }), { tags: [value, 'DE'] })).toEqual([value, 'Germany']);
  });
});
