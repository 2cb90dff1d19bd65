import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startReceiver, type Receiver } from '../../../test/receiver.ts';
import { AddressGuard } from '../address-guard.js';
import type { Connector } from '../connector.js';
import { CrmProblem } from '../errors.js';
import { CrmHttp } from '../http.js';
import { odoo } from './provider.js';

/** Answers as Odoo 17.0 gave them. */
const LOGGED_IN = { result: 2 };
const SCHEMA = {
  result: {
    name: { type: 'char', string: 'Name', required: false, readonly: false, store: true },
    type: {
      type: 'selection',
      string: 'Address Type',
      selection: [
        ['contact', 'Contact'],
        ['invoice', 'Invoice Address'],
      ],
      store: true,
    },
    website: { type: 'char', string: 'Website Link', store: true },
    parent_id: { type: 'many2one', string: 'Related Company', relation: 'res.partner', store: true },
  },
};
const NO_KEYS = { result: [] };
const exception = (name: string, message: string) => ({
  error: {
    code: 200,
    message: 'Odoo Server Error',
    data: { name, message, debug: 'Traceback (most recent call last): …' },
  },
});
const refused = (...messages: object[]) => ({ result: { ids: false, messages, nextrow: 0 } });
const loaded = (...ids: number[]) => ({ result: { ids, messages: [], nextrow: 0 } });
const complaint = (record: number, message: string, more: object = {}) => ({
  type: 'error',
  message,
  record,
  rows: { from: record, to: record },
  ...more,
});

const signal = new AbortController().signal;
let server: Receiver;
let http: CrmHttp;
let connector: Connector;

beforeEach(async () => {
  server = await startReceiver();
  http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));
  connector = odoo.create(
    {
      settings: { baseUrl: server.url, database: 'odoo', user: 'admin' },
      credentials: {},
      token: () => Promise.resolve('secret'),
      renewToken: () => Promise.resolve(null),
    },
    http,
  );
});
afterEach(async () => {
  await http.close();
  await server.close();
});

const answer = (...bodies: object[]) =>
  server.reply(...bodies.map((body) => ({ status: 200, body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...body }) })));

const item = (number: number, type = 'contact') => ({
  key: `0190a000-0000-7000-8000-00000000000${number}`,
  properties: { name: `Company ${number}`, type },
});

async function failureOf(call: Promise<unknown>): Promise<CrmProblem> {
  const end = await call.catch((error: unknown) => error);
  if (!(end instanceof CrmProblem)) throw new Error(`It should have failed: ${JSON.stringify(end)}`);
  return end;
}

/** The rows of each `load` so far, by their names. */
const loads = () =>
  server.received
    .map(({ body }) => (JSON.parse(body) as { params: { args: unknown[] } }).params.args)
    .filter((args) => args[4] === 'load')
    .map((args) => (args[5] as [string[], string[][]])[1].map((row) => row[1]));

describe('logging in', () => {
  test('a wrong password is a result of false, not an error', async () => {
    answer({ result: false });
    expect(await failureOf(connector.account(signal))).toMatchObject({
      kind: 'unauthorized',
      details: { code: 'token_expired', message: expect.stringContaining('password') },
    });
  });

  test('a password that was changed meanwhile', async () => {
    answer(LOGGED_IN, exception('odoo.exceptions.AccessDenied', 'Access Denied'));
    expect(await failureOf(connector.account(signal))).toMatchObject({
      kind: 'unauthorized',
      details: { code: 'token_expired', crmMessage: 'Access Denied' },
    });
  });

  test('a database that is not there', async () => {
    answer(exception('psycopg2.OperationalError', 'FATAL:  database "x" does not exist'));
    expect(await failureOf(connector.account(signal))).toMatchObject({
      kind: 'unauthorized',
      details: { message: expect.stringContaining('database') },
    });
  });

  test.each([
    [404, {}],
    [303, { location: 'https://example.com/web/database/selector' }],
  ])('status %i: a person has to correct the address', async (status, headers) => {
    server.reply({ status, headers, body: '<html></html>' });
    expect(await failureOf(connector.account(signal))).toMatchObject({
      kind: 'unauthorized',
      details: { code: 'crm_unreachable' },
    });
  });
});

describe('a call that fails as a whole', () => {
  test.each([
    [
      'no right',
      'odoo.exceptions.AccessError',
      "You are not allowed to modify 'Contact' records",
      'unauthorized',
      'missing_scope',
    ],
    [
      'an app that is missing',
      'odoo.exceptions.UserError',
      "Object res.partner doesn't exist",
      'refused',
      'refused_by_crm',
    ],
    [
      'an app that is missing, in the language of the user',
      'odoo.exceptions.UserError',
      'Objekt res.partner existiert nicht',
      'refused',
      'refused_by_crm',
    ],
  ])('%s', async (_, name, message, kind, code) => {
    answer(LOGGED_IN, exception(name, message));
    expect(await failureOf(connector.write('company', [item(1)], signal))).toMatchObject({ kind, details: { code } });
  });

  test('a field that was removed since the schema was read ends as a broken mapping', async () => {
    answer(LOGGED_IN, SCHEMA, NO_KEYS, exception('builtins.KeyError', "'type'"));
    const [outcome] = await connector.write('company', [item(1)], signal);
    expect(outcome).toMatchObject({
      kind: 'failed',
      problem: { kind: 'mapping_broken', details: { code: 'unknown_field', field: 'type' } },
    });
  });

  test('an exception about one row is thrown, so that the call is split', async () => {
    answer(
      LOGGED_IN,
      SCHEMA,
      NO_KEYS,
      exception('odoo.exceptions.ValidationError', 'Constraint: crm_lead_partner_id_fkey'),
    );
    expect(await failureOf(connector.write('company', [item(1), item(2)], signal))).toMatchObject({
      kind: 'batch_rejected',
    });
  });
});

describe('load', () => {
  test('a bad row is named; the others are sent again without it', async () => {
    const message = "Value 'nonsense' not found in selection field 'Address Type'";
    answer(
      LOGGED_IN,
      SCHEMA,
      NO_KEYS,
      refused(complaint(1, message, { field: 'type', moreinfo: ['Contact'] })),
      loaded(10, 12),
    );
    const outcomes = await connector.write('company', [item(1), item(2, 'nonsense'), item(3)], signal);
    expect(outcomes).toMatchObject([
      { kind: 'written', crmId: '10', action: 'created' },
      {
        kind: 'failed',
        problem: { kind: 'refused', details: { code: 'invalid_option', field: 'type', crmMessage: message } },
      },
      { kind: 'written', crmId: '12', action: 'created' },
    ]);
    expect(loads()).toEqual([
      ['Company 1', 'Company 2', 'Company 3'],
      ['Company 1', 'Company 3'],
    ]);
  });

  test('a complaint that names no field may stand at an innocent row: it is heard alone', async () => {
    answer(
      LOGGED_IN,
      SCHEMA,
      NO_KEYS,
      refused(complaint(0, 'Only managers may do this.'), complaint(2, 'Only managers may do this.')),
      loaded(11),
      loaded(10),
      refused(complaint(0, 'Only managers may do this.')),
    );
    const outcomes = await connector.write('company', [item(1), item(2), item(3)], signal);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['written', 'written', 'failed']);
  });

  test('losing to another transaction is no fault of the rows: nothing of it was kept', async () => {
    answer(LOGGED_IN, SCHEMA, NO_KEYS, refused(complaint(0, 'could not serialize access due to concurrent update\n')));
    const lost = { kind: 'failed', problem: { kind: 'transient', details: { maybeSent: false } } };
    expect(await connector.write('company', [item(1), item(2)], signal)).toMatchObject([lost, lost]);
  });

  test('a company that is not there any more is an option that is not there', async () => {
    const message = "No matching record found for external id 'myapp.company_404' in field 'Related Company'";
    answer(LOGGED_IN, SCHEMA, NO_KEYS, refused(complaint(0, message, { field: 'parent_id' })));
    const row = { key: item(1).key, properties: { name: 'Company 1', parent_id: 'myapp.company_404' } };
    expect(await connector.write('company', [row], signal)).toMatchObject([
      { kind: 'failed', problem: { details: { code: 'invalid_option', field: 'parent_id' } } },
    ]);
  });

  test('a tax ID that is none is told with its field, although Odoo does not name it', async () => {
    const message =
      '\nThe VAT number [DE1] for partner [Company 1] does not seem to be valid. \nNote: the expected format is DE123456788';
    answer(LOGGED_IN, SCHEMA, NO_KEYS, refused(complaint(0, message)));
    expect(await connector.write('company', [item(1)], signal)).toMatchObject([
      { kind: 'failed', problem: { kind: 'refused', details: { code: 'invalid_value', field: 'vat' } } },
    ]);
  });

  test('options are taken by value and by label, and are shown as they were sent', async () => {
    answer(LOGGED_IN, SCHEMA, NO_KEYS, loaded(10), { result: [{ id: 10, name: 'Company 1', type: 'invoice' }] });
    const [outcome] = await connector.write('company', [item(1, 'Invoice Address')], signal);
    expect(outcome).toMatchObject({ kind: 'written', after: { name: 'Company 1', type: 'Invoice Address' } });
  });
});
