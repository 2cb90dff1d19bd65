import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClient } from '@hey-api/openapi-ts';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { ApiHouse } from '../http/api-house.js';
import { SampleProject } from './sample-project.js';

let crm: PracticeCrm;
let house: ApiHouse;
let project: SampleProject;

beforeAll(async () => {
  crm = await startPracticeCrm();
  house = await ApiHouse.open({ ROLE: 'all' });
  project = await SampleProject.of('generated');
});
afterAll(() => Promise.all([project.remove(), house.close(), crm.close()]));

test('a client generated from the document does the main job, and its types fit', async () => {
  const { integrationId, apiKey } = await house.newWorkspace({ crmUrl: crm.url });
  await createClient({
    input: `${house.url}/openapi.json`,
    output: { path: project.path('client'), module: { extension: '.js' } },
    logs: { level: 'silent' },
  });
  await project.compile();
  const told = await project.run('main-job.js', { API: house.url, KEY: apiKey, TO: integrationId, CRM: crm.url });
  expect(JSON.parse(told)).toEqual({
    arrived: 'processed',
    receipt: 'Example GmbH',
    failed: 'refused_by_crm',
    issues: [[1, 'Bad GmbH']],
    mended: 'processed',
    gone: 'not_found',
    restored: 'pending',
    lateArrived: 'processed',
  });
}, 240_000);
