import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { idOf, readId } from '../../../../e2e/practice-crm/dialects/salesforce/ids.ts';
import { describeConnector } from '../../../test/connector-kit/describe-connector.ts';
import { startStandIn } from '../../../test/connector-kit/stand-in.ts';
import { salesforce } from './provider.js';

const COLLECTIONS = { company: 'companies', deal: 'deals', task: 'tasks' } as const;

describeConnector({
  provider: salesforce,
  standIn: () =>
    startStandIn({
      shown: (object: SyncObject, id) => idOf(COLLECTIONS[object], id),
      own: (_, id) => readId(id)?.storeId ?? id,
    }),
  connection: (url, token) => ({ settings: { instanceUrl: `${url}/salesforce` }, credentials: { token } }),
  isWrite: ({ body }) => body.includes('/composite/sobjects'),
  company: {
    name: 'Name',
    domain: 'Website',
    longText: 'Description',
    longest: 32_000,
    number: 'NumberOfEmployees',
    option: { name: 'Rating', value: 'Hot' },
    short: { name: 'BillingPostalCode', length: 20 },
    readOnly: 'CreatedDate',
  },
  deal: { title: 'Name', company: 'AccountId' },
  task: { title: 'Subject', company: 'WhatId' },
  rows: 'ordered',
  unknownField: 'refused',
  readOnlyField: 'read_only_field',
  wholeCallRefused: {
    status: 400,
    body: JSON.stringify([{ errorCode: 'INVALID_INPUT', message: 'The composite request was not understood' }]),
  },
  tellsRetryAfter: false,
  merged: 'gone',
  spellings: (domain) => [
    { website: domain },
    { website: `https://www.${domain}` },
    { website: `http://${domain.toUpperCase()}/` },
    { website: `https://www.${domain}/about` },
  ],
});
