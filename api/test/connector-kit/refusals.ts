import { describe, expect, test } from '@jest/globals';
import { told, toldBy, type Bench } from './bench.ts';

const REFUSED_NAME = 'Refused GmbH';

/** Rows the CRM does not take: each told with its cause, and no other row suffers. */
export function describeRefusals(bench: Bench): void {
  const {
    company,
    requiresName = true,
    ruleRefusal = 'refused_by_crm',
    unknownField,
    readOnlyField,
    wholeCallRefused,
    rows,
  } = bench.subject;

  describe('a bad row', () => {
    test('alone is refused in the CRM’s words', async () => {
      await bench.standIn.faults({ refuse: [{ field: company.name, value: REFUSED_NAME }] });
      const problem = await bench.refused(bench.company({ [company.name]: REFUSED_NAME }));
      expect(problem).toMatchObject({ kind: expect.stringMatching(/^(refused|batch_rejected)$/), code: ruleRefusal });
      expect(problem.crmMessage).toMatch(/\w/);
      expect(await bench.companies()).toEqual([]);
    });

    test('at any place among good ones keeps none of them from arriving', async () => {
      await bench.standIn.faults({ refuse: [{ field: company.name, value: REFUSED_NAME }] });
      const count = Math.max(2, bench.rowsOfOneCall);
      for (let bad = 0; bad < count; bad++) {
        const before = (await bench.companies()).length;
        const items = Array.from({ length: count }, (_, place) =>
          bench.company(place === bad ? { [company.name]: REFUSED_NAME } : {}),
        );
        const outcomes = await bench.deliver(items);
        expect(outcomes.map(({ kind }) => kind)).toEqual(
          items.map((_, place) => (place === bad ? 'failed' : 'written')),
        );
        expect(told(outcomes[bad])).toMatchObject({ code: ruleRefusal });
        expect(await bench.companies()).toHaveLength(before + count - 1);
      }
    });

    if (requiresName) {
      test('with an empty required field says which', async () => {
        const problem = await bench.refused(bench.company({ [company.name]: null }));
        expect(problem).toMatchObject({
          kind: expect.stringMatching(/^(refused|batch_rejected)$/),
          code: 'required_field_missing',
        });
        expect(await bench.companies()).toEqual([]);
      });
    }

    if (company.option) {
      const { name } = company.option;
      test('with an option there is not names the field', async () => {
        expect(await bench.refused(bench.company({ [name]: 'no such option' }))).toMatchObject({
          code: 'invalid_option',
          field: name,
        });
      });
    }

    if (company.number) {
      const { number } = company;
      test('with words for a number names the field', async () => {
        expect(await bench.refused(bench.company({ [number]: 'many' }))).toMatchObject({
          code: 'invalid_value',
          field: number,
        });
      });
    }

    if (company.short) {
      const { name, length } = company.short;
      test('with a text that is too long names the field', async () => {
        expect(await bench.refused(bench.company({ [name]: 'x'.repeat(length + 1) }))).toMatchObject({
          code: 'value_too_long',
          field: name,
        });
        await bench.written(bench.company({ [name]: 'x'.repeat(length) }));
      });
    }
  });

  describe('a bad mapping', () => {
    if (unknownField === 'refused') {
      test('a field that is not there stops the mapping, not the row', async () => {
        expect(await bench.refused(bench.company({ nowhere__c: 'x' }))).toMatchObject({
          kind: 'mapping_broken',
          code: 'unknown_field',
          field: 'nowhere__c',
        });
        expect(await bench.companies()).toEqual([]);
      });
    } else {
      test('a field that is not there is told as dropped', async () => {
        const { after } = await bench.written(bench.company({ nowhere__c: 'x' }));
        expect(after?.['nowhere__c'] ?? null).toBeNull();
      });
    }

    if (company.readOnly && readOnlyField) {
      const { readOnly } = company;
      test('a field that is only read', async () => {
        const value = '2020-01-01T00:00:00Z';
        const outcome = await bench.deliverOne(bench.company({ [readOnly]: value }));
        if (readOnlyField === 'dropped') {
          expect(outcome.kind === 'written' && outcome.after?.[readOnly]).not.toBe(value);
        } else {
          expect(told(outcome)).toMatchObject({ code: readOnlyField, field: readOnly });
        }
      });
    }
  });

  test('a call refused as a whole is told as that, so that it is split', async () => {
    bench.line.trouble(bench.subject.isWrite, { kind: 'answered', when: 'before', with: wholeCallRefused });
    const items = Array.from({ length: bench.rowsOfOneCall }, () => bench.company());
    const problem =
      rows === 'single'
        ? told(await bench.deliverOne(items[0]!))
        : await toldBy(bench.connector.write('company', items, bench.patience));
    expect(problem.kind).toMatch(rows === 'single' ? /^(refused|batch_rejected)$/ : /^batch_rejected$/);
    expect(problem.crmMessage).toMatch(/\w/);
    expect(await bench.companies()).toEqual([]);
  });
}
