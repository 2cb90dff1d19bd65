import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { IssueCheck, IssueList } from '@integration-queue/shared/issue';
import type { MappingRow } from '@integration-queue/shared/mapping';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { ApiHouse, type TestWorkspace } from './api-house.js';
import { Sender } from './sending.js';

/** Longer than the 50 characters that the CRM takes for a VAT id. */
const TOO_LONG = 'x'.repeat(60);
const copy = (target: string, field = target): MappingRow => ({ target, source: { field }, mode: 'overwrite' });

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;
let sender: Sender;

beforeAll(async () => {
  [house, crm] = await Promise.all([ApiHouse.open(), startPracticeCrm()]);
});
afterAll(() => Promise.all([house.close(), crm.close()]));
beforeEach(async () => {
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
  sender = new Sender(house, workspace);
  await saveMapping([copy('name'), copy('city'), copy('vat_id', 'industry')]);
});

const saveMapping = (rows: MappingRow[]) =>
  workspace.admin.call('PUT', `/v1/integrations/${workspace.integrationId}/mappings/company`, { body: { rows } });

/** Entries that failed, one for each company; answers their ids in that order. */
async function fail(code: string, field: string | null, companies: object[], maybeSent = false): Promise<string[]> {
  const ids: string[] = [];
  for (const company of companies) ids.push((await sender.send({ company })).body.id);
  await house.database.query(
    `update sync set status = 'error', error_code = $2, error_field = $3, error_message = 'No', maybe_sent = $4 where id = any($1)`,
    [ids, code, field, maybeSent],
  );
  return ids;
}

/** The value of an entry's company is corrected after the entry failed. */
const correct = (entry: string | undefined, industry: string) =>
  house.database.query(
    `update company set data = data || jsonb_build_object('industry', $2::text) where id = (select company_id from sync where id = $1)`,
    [entry, industry],
  );

/** Checks the only issue there is. */
async function check(): Promise<IssueCheck> {
  const { items } = (await workspace.key.call<IssueList>('GET', '/v1/issues')).body;
  expect(items).toHaveLength(1);
  const { status, body } = await workspace.key.call<IssueCheck>('POST', `/v1/issues/${items[0]!.id}/check`);
  expect(status).toBe(200);
  return body;
}

describe('tries what a retry would send', () => {
  test('with today’s company data: what was corrected passes, what was not is named with its problem', async () => {
    const [first] = await fail('value_too_long', 'vat_id', [
      { name: 'Acme', industry: TOO_LONG },
      { name: 'Bolt', industry: TOO_LONG },
      { name: 'Cargo', industry: TOO_LONG },
    ]);
    await correct(first, 'Steel');
    expect(await check()).toEqual({
      count: 3,
      checked: 3,
      wouldPass: 1,
      unknown: 0,
      problems: [
        {
          target: 'vat_id',
          code: 'value_too_long',
          message: expect.stringContaining('50'),
          hint: expect.any(String),
          count: 2,
        },
      ],
    });
  });

  test('and what may have arrived keeps its data', async () => {
    const [entry] = await fail('value_too_long', 'vat_id', [{ name: 'Acme', industry: TOO_LONG }], true);
    await correct(entry, 'Steel');
    expect(await check()).toMatchObject({ checked: 1, wouldPass: 0, unknown: 0, problems: [{ count: 1 }] });
  });

  test.each(['invalid_value', 'refused_by_crm'])(
    'by today’s mapping: %s of what it no longer sends is in nobody’s way',
    async (code) => {
      await fail(code, 'vat_id', [{ name: 'Acme', industry: TOO_LONG }]);
      await saveMapping([copy('name'), copy('city')]);
      expect(await check()).toMatchObject({ checked: 1, wouldPass: 1, unknown: 0, problems: [] });
    },
  );
});

describe('promises nothing where the cause is not one that the CRM’s schema shows', () => {
  test.each([
    ['ambiguous_match', null],
    ['plan_limit', null],
    ['outcome_unknown', null],
    ['refused_by_crm', 'vat_id'],
    ['invalid_value', 'vat_id'],
    ['invalid_option', 'city'],
    ['required_field_missing', 'country'],
  ])('%s of %p', async (code, field) => {
    const company = { industry: 'Steel', city: 'Goor' };
    await fail(code, field, [
      { ...company, name: 'Acme' },
      { ...company, name: 'Bolt' },
    ]);
    expect(await check()).toMatchObject({ count: 2, checked: 2, wouldPass: 0, unknown: 2, problems: [] });
  });

  test('but names what it does see, with the value that does not fit', async () => {
    await saveMapping([copy('name'), copy('lifecycle_stage', 'industry')]);
    await fail('invalid_option', 'lifecycle_stage', [{ name: 'Acme', industry: 'Bakery' }]);
    expect((await check()).problems).toMatchObject([{ code: 'invalid_option', value: 'Bakery', count: 1 }]);
  });

  test('but names what it does see', async () => {
    await fail('refused_by_crm', null, [{ name: 'Acme', industry: TOO_LONG }, { name: 'Bolt' }]);
    expect(await check()).toMatchObject({
      checked: 2,
      wouldPass: 0,
      unknown: 1,
      problems: [{ code: 'value_too_long', count: 1 }],
    });
  });

  test('nor where the record there, which is not looked up, may have what is missing or keep what it has', async () => {
    const entries = await fail('required_field_missing', 'name', [{ name: 'Acme' }, { name: 'Bolt' }]);
    const link = (entry: string) =>
      house.database.query(
        `insert into crm_record (workspace_id, integration_id, object, record_key, crm_id)
         select workspace_id, integration_id, object, record_key, '7' from sync where id = $1`,
        [entry],
      );
    await link(entries[0]!);
    await saveMapping([copy('city')]);
    const missing = { target: 'name', code: 'required_field_missing', count: 1 };
    expect(await check()).toMatchObject({ checked: 2, wouldPass: 0, unknown: 1, problems: [missing] });

    await saveMapping([copy('name'), { target: 'vat_id', source: { fixed: TOO_LONG }, mode: 'if_empty' }]);
    const tooLong = { target: 'vat_id', code: 'value_too_long', count: 1 };
    expect(await check()).toMatchObject({ checked: 2, wouldPass: 0, unknown: 1, problems: [tooLong] });
  });
});
