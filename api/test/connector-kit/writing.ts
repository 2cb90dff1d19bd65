import { describe, expect, test } from '@jest/globals';
import type { Outcome, Properties, WriteItem } from '../../src/crm/connector.js';
import { writeReceipt } from '../../src/integrations/mapping/receipt.js';
import { told, type Bench } from './bench.ts';

/** The most text we ever send in one field. */
const LONGEST = 64_000;
const LONG_TEXT = 'Ünïcode and plain. '.repeat(4_000).slice(0, LONGEST);

/** Records that arrive as they were sent, once. */
export function describeWriting(bench: Bench): void {
  const { subject } = bench;
  const { company, deal, task } = subject;

  /** Verdicts of a receipt by field. */
  const verdicts = (item: WriteItem, { after, before }: Outcome & { kind: 'written' }) =>
    Object.fromEntries(
      writeReceipt(
        Object.entries(item.properties).map(([target, value]) => ({
          target,
          source: target,
          rule: 'overwrite',
          made: value,
          value,
        })),
        before,
        after,
      ).map(({ target, verdict }) => [target, verdict]),
    );

  describe('writing', () => {
    test('one row creates a record that carries our key', async () => {
      const item = bench.company();
      const outcome = await bench.written(item);
      expect(outcome.action).toBe('created');
      expect(verdicts(item, outcome)).toEqual({ [company.name]: 'written' });
      const records = await bench.companies();
      expect(records).toMatchObject([{ id: outcome.crmId, key: item.key }]);
      expect(bench.stored(records[0], 'name')).toBe(item.properties[company.name]);
    });

    test('many rows create as many, each outcome at its row’s place', async () => {
      const items = Array.from({ length: 7 }, () => bench.company());
      const outcomes = await bench.deliver(items);
      const byId = new Map((await bench.companies()).map((record) => [record.id, record]));
      expect(byId.size).toBe(7);
      const keys = outcomes.map((outcome) => outcome.kind === 'written' && byId.get(outcome.crmId)?.key);
      expect(keys).toEqual(items.map(({ key }) => key));
    });

    test('the id we know updates that record, and gives it our key', async () => {
      const id = await bench.standIn.add('company', { name: 'Typed in by hand' });
      const item = bench.company({}, { crmId: id });
      const outcome = await bench.written(item);
      expect(outcome).toMatchObject({ crmId: id, action: 'updated' });
      expect(await bench.companies()).toMatchObject([{ id, key: item.key }]);
    });

    test('known and new records go together', async () => {
      const id = await bench.standIn.add('company', { name: 'Typed in by hand' });
      const items = [bench.company(), bench.company({}, { crmId: id }), bench.company()];
      const outcomes = await bench.deliver(items);
      const byKey = new Map((await bench.companies()).map((record) => [record.key, record.id]));
      expect(outcomes).toMatchObject(items.map(({ key }) => ({ kind: 'written', crmId: byKey.get(key) })));
      expect(byKey.size).toBe(3);
    });

    test('again, with its id, makes no second record', async () => {
      const item = bench.company();
      const { crmId } = await bench.written(item);
      const again = await bench.written({ ...item, crmId });
      expect(again.crmId).toBe(crmId);
      expect(await bench.companies()).toHaveLength(1);
    });

    test('the same key twice in one call makes one record', async () => {
      const item = bench.company();
      const outcomes = await bench.deliver([item, { ...item }]);
      expect(outcomes.some(({ kind }) => kind === 'written')).toBe(true);
      expect(await bench.companies()).toHaveLength(1);
    });

    test('text arrives letter by letter', async () => {
      const letters = 'Müller & Söhne “Ÿ” — 株式会社 🚀👩‍👩‍👧 <b>\\"quoted\\"</b>';
      const name = company.notInName ? letters.replace(company.notInName, '') : letters;
      await bench.written(bench.company({ [company.name]: name }));
      expect(bench.stored((await bench.companies())[0], 'name')).toBe(name);
    });
  });

  if (company.longText) {
    const { longText } = company;

    const { longest = LONGEST } = company;

    test('as much text as the field takes arrives whole', async () => {
      const text = LONG_TEXT.slice(0, longest);
      const item = bench.company({ [longText]: text });
      expect(verdicts(item, await bench.written(item))[longText]).toBe('written');
      expect(bench.stored((await bench.companies())[0], 'longText')).toBe(text);
    });

    if (longest < LONGEST) {
      test('64 kB of text are too long, and the field is named', async () => {
        expect(await bench.refused(bench.company({ [longText]: LONG_TEXT }))).toMatchObject({
          code: 'value_too_long',
          field: longText,
        });
      });
    }

    test('null clears a value, an absent one is left alone', async () => {
      const item = bench.company({ [longText]: 'There' });
      const { crmId } = await bench.written(item);
      await bench.written({ key: item.key, crmId, properties: { [company.name]: 'Renamed' } });
      expect(bench.stored((await bench.companies())[0], 'longText')).toBe('There');
      await bench.written({ key: item.key, crmId, properties: { [longText]: null } });
      const [record] = await bench.companies();
      expect(bench.stored(record, 'longText') ?? '').toBe('');
      expect(bench.stored(record, 'name')).toBe('Renamed');
    });

    test('a field the CRM ignores is told as dropped', async () => {
      await bench.standIn.faults({ ignoreFields: [longText] });
      const item = bench.company({ [longText]: 'Not wanted' });
      expect(verdicts(item, await bench.written(item))).toEqual({ [company.name]: 'written', [longText]: 'dropped' });
    });
  }

  if (company.number) {
    const { number } = company;
    test('a number arrives as a number', async () => {
      const item = bench.company({ [number]: 250 });
      expect(verdicts(item, await bench.written(item))[number]).toBe('written');
      expect(Number(bench.stored((await bench.companies())[0], 'number'))).toBe(250);
    });
  }

  for (const [object, fields] of Object.entries({ deal, task })) {
    if (!fields) continue;
    test(`a ${object} is linked to its company`, async () => {
      const { crmId } = await bench.written(bench.company());
      const properties: Properties = { ...fields.more, [fields.title]: 'Call them', [fields.company]: crmId };
      const item = { key: bench.newKey(), properties };
      const outcome = await bench.written(item, object as 'deal' | 'task');
      expect(verdicts(item, outcome)).toMatchObject({ [fields.title]: 'written', [fields.company]: 'written' });
      expect(await bench.standIn.records(object as 'deal' | 'task')).toMatchObject([
        { id: outcome.crmId, key: item.key, properties: { company_id: crmId } },
      ]);
    });
  }

  if (subject.canBeAsked ?? true) describeChanges(bench);
}

/** Records that people deleted or merged in the meantime. */
function describeChanges(bench: Bench): void {
  const { subject } = bench;

  describe('a record people changed', () => {
    test('deleted: it is told, and without its id created anew', async () => {
      const item = bench.company();
      const { crmId } = await bench.written(item);
      await bench.standIn.removeRecord('company', crmId);
      expect(told(await bench.deliverOne({ ...item, crmId }))).toMatchObject({
        kind: 'refused',
        code: 'record_deleted',
      });
      const anew = await bench.written(item);
      expect(anew.crmId).not.toBe(crmId);
      expect(await bench.companies()).toMatchObject([{ id: anew.crmId, key: item.key }]);
    });

    test('deleted, among others: those arrive', async () => {
      const item = bench.company();
      const { crmId } = await bench.written(item);
      await bench.standIn.removeRecord('company', crmId);
      const outcomes = await bench.deliver([bench.company(), { ...item, crmId }, bench.company()]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(['written', 'failed', 'written']);
    });

    test('merged into another: no second one appears', async () => {
      const item = bench.company();
      const { crmId } = await bench.written(item);
      const survivor = await bench.standIn.add('company', { name: 'Survivor' });
      await bench.standIn.merge('company', crmId, survivor);
      const outcome = await bench.deliverOne({ ...item, crmId });
      expect(outcome.kind === 'written' ? { followed: outcome.crmId } : { gone: told(outcome).code }).toEqual(
        subject.merged === 'followed' ? { followed: survivor } : { gone: 'record_deleted' },
      );
      const [found] = await bench.connector.find('company', [{ key: item.key, mayBeOurs: true }], bench.patience);
      expect(found).toMatchObject({ by: 'key', records: [{ id: survivor }] });
      expect(await bench.written({ ...item, crmId: survivor })).toMatchObject({ crmId: survivor });
      expect(await bench.companies()).toHaveLength(1);
    });
  });
}
