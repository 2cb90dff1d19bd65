import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from '@integration-queue/shared';
import type { SyncBatchAnswer } from '@integration-queue/shared/sync';
import { EXPORT_COLUMNS } from '@integration-queue/shared/sync-export';
import { parse } from 'csv-parse/sync';
import { ApiHouse, type TestWorkspace, unknownId } from './api-house.js';

let house: ApiHouse;
let workspace: TestWorkspace;
let ids: string[];

beforeAll(async () => {
  house = await ApiHouse.open();
  workspace = await house.newWorkspace();
  const names = [
    '=HYPERLINK("http://evil.example")',
    'Müller; "Söhne", GmbH',
    '+49 GmbH',
    '-1',
    '@home',
    'Line\nbreak',
  ];
  const { body } = await workspace.key.call<SyncBatchAnswer>('POST', '/v1/syncs/batch', {
    body: { items: names.map((name) => ({ integrationId: workspace.integrationId, company: { name } })) },
  });
  ids = body.results.map(({ id }) => id!);
  await house.database.query(
    `update sync set status = 'error', error_code = 'invalid_value', error_message = 'No', error_crm_message = E'\\tno'
     where id = $1`,
    [ids[1]],
  );
});
afterAll(() => house.close());

const asText = (bytes: ArrayBuffer) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const file = async (path: string, body?: object) => {
  const answer = await fetch(`${house.url}/v1/syncs/export${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${workspace.key.token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { headers: answer.headers, text: asText(await answer.arrayBuffer()) };
};
const rows = (text: string, delimiter = ',') =>
  parse<Record<string, string>>(text, { columns: true, bom: true, delimiter, record_delimiter: '\r\n' });

describe('a CSV file of entries', () => {
  test('has what the list has, newest first, as UTF-8 that Excel knows for it', async () => {
    const { headers, text } = await file('');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toContain('attachment');
    expect(text.startsWith('\uFEFFid,status,')).toBe(true);
    const read = rows(text);
    expect(Object.keys(read[0]!)).toEqual([...EXPORT_COLUMNS]);
    expect(read.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(read[4]).toMatchObject({
      company: 'Müller; "Söhne", GmbH',
      status: 'error',
      errorCode: 'invalid_value',
      object: 'company',
      trigger: 'api',
      initiatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
  });

  test('holds no cell that a program for tables would take for a formula', async () => {
    for (const cell of rows((await file('')).text).flatMap((row) => Object.values(row)))
      expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });

  test('is made of what matches, or of what was selected, with the separator asked for', async () => {
    expect(rows((await file('?status=error')).text).map(({ id }) => id)).toEqual([ids[1]]);
    const selected = await file('', { ids: [ids[0], ids[1], unknownId()], separator: 'semicolon', header: false });
    expect(selected.text.split('\r\n')[0]).toContain(`${ids[1]};error;;"Müller; ""Söhne"", GmbH";`);
    expect(selected.text).not.toContain('status');
    expect(rows((await file('', { filter: { q: 'home' } })).text)).toHaveLength(1);
    expect(rows((await file('?q=nobody')).text)).toEqual([]);
  });

  test('knows nothing of another workspace', async () => {
    const other = await house.newWorkspace();
    const answer = await other.key.call<string>('POST', '/v1/syncs/export', { body: { ids } });
    expect(answer.body.trim().split('\r\n')).toHaveLength(1);
  });

  test('goes on over many slices, and ends where nobody reads on', async () => {
    await house.database.query(
      `insert into sync (id, workspace_id, integration_id, object, company_id, company_name, record_key, status, source, trigger_kind)
       select gen_random_uuid(), workspace_id, integration_id, object, company_id, 'Many ' || n, 'many-' || n, 'processed', source, 'api'
       from sync, generate_series(1, 2500) n where id = $1`,
      [ids[0]],
    );
    const many = rows((await file('?q=many')).text);
    expect(new Set(many.map(({ id }) => id)).size).toBe(2500);

    const client = createClient({ url: house.url, token: workspace.key.token! });
    const stream = await client.exportSyncs({ filter: {} });
    const reader = stream.getReader();
    expect((await reader.read()).done).toBe(false);
    await reader.cancel();
    expect((await client.countSyncs()).counts.processed).toBe(2500);
  });

  test.each([['?status=gone'], ['?separator=tab'], ['?limit=5']])('refuses %s', async (query) => {
    expect(await workspace.key.refused('GET', `/v1/syncs/export${query}`)).toMatchObject({ code: 'invalid_request' });
  });
});
