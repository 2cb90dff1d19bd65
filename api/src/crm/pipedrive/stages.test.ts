import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type PracticeCrm, startPracticeCrm } from '../../../../e2e/practice-crm/server.ts';
import { AddressGuard } from '../address-guard.js';
import { CrmHttp } from '../http.js';
import { pipedrive } from './provider.js';

let crm: PracticeCrm;
const http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));

beforeAll(async () => {
  crm = await startPracticeCrm();
});
afterAll(() => Promise.all([http.close(), crm.close()]));

test('a stage tells which pipeline it belongs to', async () => {
  const connector = pipedrive.create(
    {
      settings: { baseUrl: `${crm.url}/pipedrive` },
      credentials: { token: crm.token },
      token: () => Promise.resolve(crm.token),
      renewToken: () => Promise.resolve(null),
    },
    http,
  );
  const fields = await connector.fields('deal', new AbortController().signal);
  const optionsOf = (name: string) => fields.find((field) => field.name === name)?.options ?? [];
  const [sales, renewals] = optionsOf('pipeline_id').map(({ value }) => value);
  const stages = optionsOf('stage_id');
  expect(stages.find(({ label }) => label === 'Qualified')).toMatchObject({ of: sales });
  expect(stages.find(({ label }) => label === 'Up for renewal')).toMatchObject({ of: renewals });
});
