import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from '@hubspot/api-client';
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/companies/index.js';
import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/associations/v4/index.js';
import {
  PropertyCreateFieldTypeEnum,
  PropertyCreateTypeEnum,
} from '@hubspot/api-client/lib/codegen/crm/properties/index.js';
import { failure } from './hubspot-failure.ts';
import { startStandIn, type StandIn } from './stand-in.ts';

const KEY = 'integration_queue_key';

let crm: StandIn;
let hubspot: Client;

/** HubSpot's own client, at our stand-in. */
const connect = (accessToken: string) => new Client({ accessToken, basePath: `${crm.url}/hubspot` });

beforeEach(async () => {
  crm = await startStandIn();
  hubspot = connect(crm.token);
});
afterEach(() => crm.close());

const createKey = (object: string) =>
  hubspot.crm.properties.coreApi.create(object, {
    name: KEY,
    label: 'Integration Queue key',
    type: PropertyCreateTypeEnum.String,
    fieldType: PropertyCreateFieldTypeEnum.Text,
    groupName: 'companyinformation',
    hasUniqueValue: true,
  });

const upsert = (rows: Record<string, Record<string, string>>, trace = true) =>
  hubspot.crm.companies.batchApi.upsert({
    inputs: Object.entries(rows).map(([id, properties]) => ({
      id,
      idProperty: KEY,
      ...(trace ? { objectWriteTraceId: `trace-${id}` } : {}),
      properties,
    })),
  });

describe('upsert by our unique property', () => {
  beforeEach(() => createKey('companies'));

  test('creates, then updates', async () => {
    const first = await upsert({
      a: { name: 'Acme', domain: 'https://www.Acme.example/about', numberofemployees: '12' },
    });
    expect(first.results).toMatchObject([
      { _new: true, objectWriteTraceId: 'trace-a', properties: { name: 'Acme', domain: 'acme.example', [KEY]: 'a' } },
    ]);
    const second = await upsert({ a: { name: 'Acme BV' } });
    expect(second.results).toMatchObject([{ _new: false, id: first.results[0]!.id, properties: { name: 'Acme BV' } }]);
    const stored = await crm.look('/api/companies');
    expect(stored).toMatchObject({ total: 1, items: [{ key: 'a', writes: 2, properties: { employees: 12 } }] });
  });

  test('with trace ids a bad row is an error of its own', async () => {
    const answer = await upsert({
      a: { name: 'A' },
      b: { name: 'B', missing: '1' },
      c: { name: 'C', numberofemployees: 'many' },
      d: { name: 'D', industry: 'Beer' },
      e: { name: 'E', createdate: '2026-01-01T00:00:00Z' },
    });
    expect(answer.results).toMatchObject([{ objectWriteTraceId: 'trace-a' }]);
    const { errors = [], numErrors } = answer as unknown as {
      numErrors: number;
      errors: { category: string; message: string; context: Record<string, string[]> }[];
    };
    expect(numErrors).toBe(4);
    expect(errors.map(({ context }) => context['objectWriteTraceId'])).toEqual([
      ['trace-b'],
      ['trace-c'],
      ['trace-d'],
      ['trace-e'],
    ]);
    for (const [index, code] of [
      'PROPERTY_DOESNT_EXIST',
      'INVALID_INTEGER',
      'INVALID_OPTION',
      'READ_ONLY_VALUE',
    ].entries()) {
      expect(errors[index]).toMatchObject({ category: 'VALIDATION_ERROR' });
      expect(errors[index]!.message).toContain(`"error":"${code}"`);
    }
  });

  test('without trace ids a bad row refuses the whole call', async () => {
    const { code, body } = await failure(upsert({ a: { name: 'A' }, b: { missing: '1' } }, false));
    expect(code).toBe(400);
    expect(body).toMatchObject({
      category: 'VALIDATION_ERROR',
      errors: [{ code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['missing'] } }],
    });
    expect((await hubspot.crm.companies.searchApi.doSearch({})).total).toBe(0);
  });

  test('the same key twice refuses the whole call', async () => {
    const row = { id: 'a', idProperty: KEY, properties: { name: 'A' } };
    const { code, body } = await failure(hubspot.crm.companies.batchApi.upsert({ inputs: [row, row] }));
    expect(code).toBe(400);
    expect(body['message']).toBe('Duplicate IDs found in batch input: [a]. IDs must be unique');
  });

  test('more than 100 rows, or a property that is not unique, refuse the whole call', async () => {
    const rows = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`k${index}`, { name: 'A' }]));
    expect(await failure(upsert(rows))).toMatchObject({ code: 400, body: { category: 'VALIDATION_ERROR' } });
    const byName = { inputs: [{ id: 'A', idProperty: 'name', properties: { name: 'A' } }] };
    expect((await failure(hubspot.crm.companies.batchApi.upsert(byName))).body['message']).toBe(
      'Unable to perform update/upsert by non-unique 0-2 property name',
    );
  });

  test('a row left out of the answer was written', async () => {
    await crm.setFaults({ partialAnswerRate: 1 });
    expect((await upsert({ a: { name: 'A' }, b: { name: 'B' } })).results).toHaveLength(1);
    await crm.setFaults({ partialAnswerRate: 0 });
    const inputs = [{ id: 'a' }, { id: 'b' }];
    const found = await hubspot.crm.companies.batchApi.read({
      inputs,
      idProperty: KEY,
      properties: ['name'],
      propertiesWithHistory: [],
    });
    expect(found.results.map(({ properties }) => properties['name']).sort()).toEqual(['A', 'B']);
  });
});

describe('records by id', () => {
  test('create, read, update, archive', async () => {
    const { id } = await hubspot.crm.companies.basicApi.create({ properties: { name: 'A' }, associations: [] });
    await hubspot.crm.companies.basicApi.update(id, { properties: { city: 'Goor' } });
    const read = await hubspot.crm.companies.basicApi.getById(id, ['name', 'city', 'zip']);
    expect(read.properties).toMatchObject({ name: 'A', city: 'Goor', zip: null, hs_object_id: id });
    expect(read.createdAt).toBeInstanceOf(Date);
    await hubspot.crm.companies.basicApi.archive(id);
    expect(await failure(hubspot.crm.companies.basicApi.getById(id))).toMatchObject({
      code: 404,
      body: { category: 'OBJECT_NOT_FOUND' },
    });
  });

  test('an update of what is not there is named by its id only', async () => {
    const { id } = await hubspot.crm.companies.basicApi.create({ properties: { name: 'A' }, associations: [] });
    const answer = (await hubspot.crm.companies.batchApi.update({
      inputs: [
        { id, properties: { name: 'B' } },
        { id: '999', properties: { name: 'C' } },
      ],
    })) as unknown as { results: { id: string }[]; errors: unknown[] };
    expect(answer.results).toMatchObject([{ id }]);
    expect(answer.errors).toMatchObject([{ category: 'OBJECT_NOT_FOUND', context: { ids: ['999'] } }]);
  });

  test('a merged record answers under its old id', async () => {
    const create = (name: string) => hubspot.crm.companies.basicApi.create({ properties: { name }, associations: [] });
    const [primary, other] = [await create('A'), await create('B')];
    await hubspot.crm.companies.basicApi.merge({ primaryObjectId: primary.id, objectIdToMerge: other.id });
    expect((await hubspot.crm.companies.basicApi.getById(other.id)).id).toBe(primary.id);
  });

  test('a key that another record has is a conflict', async () => {
    await createKey('companies');
    const { results } = await upsert({ a: { name: 'A' } });
    const taken = hubspot.crm.companies.basicApi.create({ properties: { name: 'B', [KEY]: 'a' }, associations: [] });
    expect(await failure(taken)).toMatchObject({
      code: 409,
      body: { category: 'CONFLICT', message: `Company already exists. Existing ID: ${results[0]!.id}` },
    });
  });
});

test('a task needs its due date; deals and tasks hang on a company', async () => {
  const company = await hubspot.crm.companies.basicApi.create({ properties: { name: 'A' }, associations: [] });
  const noDate = { properties: { hs_task_subject: 'Call' }, associations: [] };
  expect((await failure(hubspot.crm.objects.tasks.basicApi.create(noDate))).body).toMatchObject({
    message: 'Error creating TASK. Some required properties were not set.',
    context: { properties: ['hs_timestamp'] },
  });
  const task = await hubspot.crm.objects.tasks.basicApi.create({
    properties: { hs_task_subject: 'Call', hs_timestamp: '2027-01-31T09:00:00Z' },
    associations: [
      {
        to: { id: company.id },
        types: [{ associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined, associationTypeId: 192 }],
      },
    ],
  });
  const deal = await hubspot.crm.deals.basicApi.create({
    properties: { dealname: 'Spring', amount: '12.50', dealstage: 'qualifiedtobuy', pipeline: 'default' },
    associations: [],
  });
  const types = [
    { associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined, associationTypeId: 341 },
  ];
  await hubspot.crm.associations.v4.batchApi.create('deals', 'companies', {
    inputs: [{ _from: { id: deal.id }, to: { id: company.id }, types }],
  });
  const linked = await hubspot.crm.associations.v4.batchApi.getPage('tasks', 'companies', {
    inputs: [{ id: task.id }],
  });
  expect(linked.results).toMatchObject([{ _from: { id: task.id }, to: [{ toObjectId: company.id }] }]);
  expect(await crm.look(`/api/deals/${deal.id}`)).toMatchObject({
    writes: 1,
    properties: { amount: 12.5, company_id: company.id },
  });
});

test('a stage belongs to its pipeline', async () => {
  const properties = { dealname: 'D', pipeline: '7341', dealstage: 'closedwon' };
  const { body } = await failure(hubspot.crm.deals.basicApi.create({ properties, associations: [] }));
  expect(body['message']).toContain('INVALID_OPTION');
});

test('the schema tells types, options, uniqueness and what is read-only', async () => {
  await createKey('deals');
  const { results } = await hubspot.crm.properties.coreApi.getAll('deals');
  const byName = new Map(results.map((property) => [property.name, property]));
  expect(byName.get(KEY)).toMatchObject({ type: 'string', hasUniqueValue: true });
  expect(byName.get('dealstage')).toMatchObject({ type: 'enumeration', externalOptions: true, options: [] });
  expect(byName.get('createdate')?.modificationMetadata?.readOnlyValue).toBe(true);
  expect(await failure(createKey('deals'))).toMatchObject({ code: 409 });
  const pipelines = await hubspot.crm.pipelines.pipelinesApi.getAll('deals');
  expect(pipelines.results[0]!.stages.map(({ id }) => id)).toContain('closedwon');
  expect((await hubspot.crm.owners.ownersApi.getPage()).results).toHaveLength(3);
});

test('search finds by token and value, once the index has the record', async () => {
  const find = (value: string) =>
    hubspot.crm.companies.searchApi.doSearch({
      filterGroups: [{ filters: [{ propertyName: 'domain', operator: FilterOperatorEnum.Eq, value }] }],
      properties: ['name'],
    });
  await hubspot.crm.companies.basicApi.create({ properties: { name: 'A', domain: 'a.example' }, associations: [] });
  expect(await find('a.example')).toMatchObject({ total: 1, results: [{ properties: { name: 'A' } }] });
  await crm.setFaults({ searchLagMs: 60_000 });
  expect(await find('a.example')).toMatchObject({ total: 0 });
});
