import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Mapping, MappingRow } from '@integration-queue/shared/mapping';
import { MAPPING_LIMIT } from '@integration-queue/shared/mapping-limit';
import type { Preview } from '@integration-queue/shared/preview';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { ApiHouse, type TestWorkspace } from '../http/api-house.js';

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;
let place: string;

beforeAll(async () => {
  [house, crm] = await Promise.all([ApiHouse.open(), startPracticeCrm()]);
});
afterAll(() => Promise.all([house.close(), crm.close()]));
beforeEach(async () => {
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
  place = `/v1/integrations/${workspace.integrationId}/mappings/company`;
});

const save = (rows: MappingRow[]) => workspace.admin.call<Mapping>('PUT', place, { body: { rows } });
const refused = (rows: unknown) => workspace.admin.refused('PUT', place, { body: { rows } });
const setFaults = (faults: Record<string, unknown>) =>
  fetch(`${crm.url}/api/faults`, { method: 'PUT', body: JSON.stringify(faults) });
const inForce = async () => (await workspace.key.call<Mapping>('GET', place)).body;
const overwrite = (target: string, source: MappingRow['source']): MappingRow => ({
  target,
  source,
  mode: 'overwrite',
});

test('the most rows there may be are kept, each with what is wrong in it; one more is refused and changes nothing', async () => {
  const rows = Array.from({ length: MAPPING_LIMIT }, (_, index) => overwrite(`field_${index}`, { field: 'name' }));
  const { status, body } = await save(rows);
  expect(status).toBe(200);
  expect(body.rows).toEqual(rows);
  expect(body.problems.filter(({ code }) => code === 'unknown_field')).toHaveLength(MAPPING_LIMIT);

  const tooMany = await refused([...rows, overwrite('one_more', { field: 'name' })]);
  expect(tooMany).toMatchObject({
    status: 400,
    errors: [{ path: 'rows', message: `must have at most ${MAPPING_LIMIT} rows` }],
  });
  expect((await inForce()).version).toBe(body.version);
});

test('a placeholder we do not know, or that is not closed, is a problem of its row, with its name; the other rows are none', async () => {
  const { body } = await save([
    overwrite('name', { field: 'name' }),
    overwrite('description', { template: '{{name}} of {{ctiy}} {{}}' }),
    overwrite('city', { template: '{{city}} ({{country}' }),
  ]);
  expect(body.problems.map(({ target, code, value }) => ({ target, code, value }))).toEqual([
    { target: 'description', code: 'unknown_source', value: 'ctiy' },
    { target: 'description', code: 'unknown_source', value: '' },
    { target: 'city', code: 'unknown_source', value: '{{country}' },
  ]);
});

test('what the CRM’s fields cannot hold is a problem of its row, with its fix; what they can is none', async () => {
  const { body } = await save([
    overwrite('name', { field: 'employees' }),
    overwrite('description', { field: 'tags' }),
    overwrite('employees', { field: 'city' }),
    overwrite('annual_revenue', { template: '{{revenue}} a year' }),
    overwrite('last_visit_at', { fixed: '31.01.2026' }),
    overwrite('email', { field: 'domain' }),
    overwrite('website', { fixed: 'none yet' }),
    overwrite('vat_id', { fixed: 'x'.repeat(60) }),
  ]);
  expect(body.problems.map(({ target, code }) => [target, code])).toEqual([
    ['employees', 'not_a_number'],
    ['annual_revenue', 'not_a_number'],
    ['last_visit_at', 'not_a_time'],
    ['email', 'not_an_email'],
    ['website', 'not_an_address'],
    ['vat_id', 'value_too_long'],
  ]);
  expect(body.problems.filter(({ message, hint }) => message === '' || hint === '')).toEqual([]);
});

test('an enormous value is refused at its row', async () => {
  const refusal = await refused([
    overwrite('name', { field: 'name' }),
    overwrite('description', { fixed: 'x'.repeat(70_000) }),
  ]);
  expect(refusal.status).toBe(400);
  const rowsNamed = refusal.errors!.map(({ path }) => path.split('.').slice(0, 3).join('.'));
  expect(new Set(rowsNamed)).toEqual(new Set(['rows.1.source']));
});

test('a value that looks like a template or like HTML is written as it is', async () => {
  const name = '<img src=x onerror=alert(1)> {{name}} {{domain}}';
  await save([overwrite('name', { template: '{{name}} ({{city}})' })]);
  const company = { name, domain: 'acme.example', city: '{{name}}' };
  const { body } = await workspace.key.call<Preview>('POST', `${place}/preview`, { body: { company } });
  expect(body.fields.find(({ target }) => target === 'name')).toMatchObject({ sent: `${name} ({{name}})` });
});

test('a mapping is saved while the CRM does not tell its fields, and what was typed is kept', async () => {
  await setFaults({ errorRate: 1 });
  const rows = [overwrite('name', { field: 'name' }), overwrite('nowhere', { template: '{{nothing}}' })];
  const { status, body } = await save(rows);
  await setFaults({ errorRate: 0 });
  expect(status).toBe(200);
  expect(body.rows).toEqual(rows);
  expect(body.problems.map(({ code }) => code)).toEqual(['unknown_source']);
});
