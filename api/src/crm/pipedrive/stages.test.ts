import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type PracticeCrm, startPracticeCrm } from '../../../../e2e/practice-crm/server.ts';
import { type Line, type LineAnswer, openLine } from '../../../test/connector-kit/line.js';
import { AddressGuard } from '../address-guard.js';
import { CrmHttp } from '../http.js';
import { pipedrive } from './provider.js';

let crm: PracticeCrm;
let line: Line;
const http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));

beforeAll(async () => {
  crm = await startPracticeCrm();
});
beforeEach(async () => {
  line = await openLine(crm.url);
});
afterEach(() => line.close());
afterAll(() => Promise.all([http.close(), crm.close()]));

/** The stages of the account as its schema tells them. */
async function readStages() {
  const connector = pipedrive.create(
    {
      settings: { baseUrl: `${line.url}/pipedrive` },
      credentials: { token: crm.token },
      token: () => Promise.resolve(crm.token),
      renewToken: () => Promise.resolve(null),
    },
    http,
  );
  const fields = await connector.fields('deal', new AbortController().signal);
  const optionsOf = (name: string) => fields.find((field) => field.name === name)?.options ?? [];
  return { stages: optionsOf('stage_id'), pipelines: optionsOf('pipeline_id').map(({ value }) => value) };
}

/** What the question for stages is answered with, the next time it is asked. */
const answerStages = (answer: LineAnswer) =>
  line.trouble(({ path }) => path.includes('/v2/stages'), { kind: 'answered', when: 'before', with: answer });

test('a stage tells which pipeline it belongs to', async () => {
  const { stages, pipelines } = await readStages();
  const [sales, renewals] = pipelines;
  expect(stages.find(({ label }) => label === 'Qualified')).toMatchObject({ of: sales });
  expect(stages.find(({ label }) => label === 'Up for renewal')).toMatchObject({ of: renewals });
});

test.each([
  ['is not there', 404, '{"success":false,"error":"Not found"}'],
  ['may not be asked for', 403, '{"success":false,"error":"Scope and URL mismatch"}'],
  ['is not in the plan', 402, '{"success":false,"error":"Payment required"}'],
  ['is nothing we know', 200, '{"success":true,"data":{"unexpected":[null,7]}}'],
  ['has parts we do not know', 200, '{"success":true,"data":[null,7,{"id":1},{"pipeline_id":{}}]}'],
])('where the list of stages %s, the schema has them without their pipelines', async (_, status, body) => {
  answerStages({ status, headers: { 'content-type': 'application/json' }, body });
  const { stages } = await readStages();
  expect(stages.map(({ label }) => label)).toContain('Qualified');
  expect(stages.filter(({ of }) => of !== undefined)).toEqual([]);
});

test.each([
  ['fails', 503, 'transient'],
  ['is asked for too often', 429, 'rate_limited'],
  ['is asked for with a token that ended', 401, 'unauthorized'],
])('where the list of stages %s, the schema is not read', async (_, status, kind) => {
  answerStages({ status, headers: { 'content-type': 'application/json' }, body: '{"success":false,"error":"No"}' });
  await expect(readStages()).rejects.toMatchObject({ kind });
});
