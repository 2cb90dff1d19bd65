import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Import, ImportError, ImportList } from '@integration-queue/shared/import';
import { ImportService } from '../../../src/companies/import/import.service.js';
import { ApiHouse, type Caller, type TestWorkspace } from '../../http/api-house.js';
import { startApiProcess } from '../../triggers/api-process.js';
import { until } from '../../until.js';

let house: ApiHouse;
let workspace: TestWorkspace;
beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
});

const CHUNK = 500;
/** An upload is read in portions of 64 kB: so long that a chunk is more than one. */
const LONG = 'x'.repeat(200);
const lines = (count: number, from = 0) =>
  Array.from(
    { length: count },
    (_, n) => `{"name":"C ${from + n}","domain":"c${from + n}.example","description":"${LONG}"}\n`,
  ).join('');
const NDJSON = 'application/x-ndjson';

const upload = (text: string, key: string, query = '', as: Caller = workspace.key) =>
  as.call<Import>('POST', `/v1/companies/import${query}`, {
    raw: { text, type: NDJSON },
    headers: { 'idempotency-key': key },
  });
const newest = async () => (await workspace.key.call<ImportList>('GET', '/v1/companies/imports')).body.items[0];
const query = () => `?integrationId=${workspace.integrationId}`;

/** An upload that is still being sent. */
function beginUpload(url = house.url, key = 'long') {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const answer = fetch(`${url}/v1/companies/import${query()}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.key.token}`, 'content-type': NDJSON, 'idempotency-key': key },
    body: readable,
    duplex: 'half',
  });
  return {
    answer,
    // What is written behind the end of an upload goes nowhere.
    write: (text: string) => writer.write(new TextEncoder().encode(text)).catch(() => undefined),
    breakOff: () => writer.abort(new Error('gone')).catch(() => undefined),
  };
}

async function syncs(): Promise<{ all: number; companies: number }> {
  const [row] = await house.database.query<[{ all: number; companies: number }]>(
    `select count(*)::int as "all", count(distinct company_id)::int as companies from sync where workspace_id = $1`,
    [workspace.workspaceId],
  );
  return row;
}

/** As after a worker: what waits is in the CRM, and the same content sent again would be a sync of its own. */
const processAll = () =>
  house.database.query(`update sync set status = 'processed', dedupe_key = null where workspace_id = $1`, [
    workspace.workspaceId,
  ]);

describe('an import that is named by an Idempotency-Key', () => {
  test('and whose process is killed ends as interrupted, and goes on where it stood: each company is sent once', async () => {
    const api = await startApiProcess(house);
    const begun = beginUpload(api.url);
    await begun.write(lines(3 * CHUNK));
    await begun.write(lines(3 * CHUNK, 3 * CHUNK));
    await until(async () => ((await newest())?.lines ?? 0) >= 2 * CHUNK);
    process.kill(api.process.pid, 'SIGKILL');
    await begun.answer.catch(() => undefined);
    const running = (await newest())!;
    expect(running).toMatchObject({ status: 'running', finishedAt: null });
    expect((await upload(lines(8 * CHUNK), 'long', query())).status).toBe(409);
    await house.database.query(`update import set alive_at = now() - interval '1 minute' where id = $1`, [running.id]);
    expect(await newest()).toMatchObject({ id: running.id, status: 'interrupted', finishedAt: expect.any(String) });
    await processAll();
    const { status, body } = await upload(lines(8 * CHUNK), 'long', query());
    expect([status, body]).toMatchObject([
      201,
      { id: running.id, status: 'done', lines: 8 * CHUNK, created: 8 * CHUNK, failed: 0, sent: 8 * CHUNK },
    ]);
    expect(await syncs()).toEqual({ all: 8 * CHUNK, companies: 8 * CHUNK });
  }, 120_000);

  test('and whose upload breaks off goes on where it stood', async () => {
    const begun = beginUpload();
    await begun.write(lines(3 * CHUNK));
    await until(async () => ((await newest())?.lines ?? 0) >= CHUNK);
    await begun.breakOff();
    await begun.answer.catch(() => undefined);
    await until(async () => (await newest())?.status === 'failed');
    await processAll();
    const brokenOff = (await newest())!;
    const errors = `/v1/companies/imports/${brokenOff.id}/errors`;
    expect((await workspace.key.call<string>('GET', errors)).body).toContain('broken_off');
    expect((await upload(lines(4 * CHUNK), 'long', query())).body).toMatchObject({
      id: brokenOff.id,
      status: 'done',
      lines: 4 * CHUNK,
      created: 4 * CHUNK,
      failed: 0,
      errors: [],
    });
    expect((await workspace.key.call<string>('GET', errors)).body).toBeFalsy();
    expect(await syncs()).toEqual({ all: 4 * CHUNK, companies: 4 * CHUNK });
  });

  test('and done is answered with its report; for another integration the key is refused', async () => {
    const first = await upload(lines(3), 'small', query());
    await processAll();
    expect((await upload(lines(3), 'small', query())).body).toEqual(first.body);
    expect((await syncs()).all).toBe(3);
    expect(await upload(lines(3), 'small')).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  test.each([
    ['file', lines(3, 7), ''],
    ['mapping', lines(3), `?mapping=${encodeURIComponent('{"name":"domain"}')}`],
  ])('is not answered to another %s, done or broken off', async (_, text, otherQuery) => {
    const { body } = await upload(lines(3), 'small');
    for (const status of ['done', 'failed', 'interrupted']) {
      await house.database.query('update import set status = $2 where id = $1', [body.id, status]);
      expect(await upload(text, 'small', otherQuery)).toMatchObject({
        status: 422,
        body: { code: 'idempotency_key_reused', detail: expect.stringContaining('take a new one') },
      });
    }
    expect((await upload(lines(3), 'small')).body).toMatchObject({ id: body.id, status: 'done', created: 3 });
  });
});

test('a running import is seen and cancelled; what was taken over stays', async () => {
  const begun = beginUpload();
  await begun.write(lines(2 * CHUNK));
  await until(async () => ((await newest())?.lines ?? 0) >= CHUNK);
  const { id } = (await newest())!;
  const asked = await workspace.key.call<Import>('POST', `/v1/companies/imports/${id}/cancel`);
  expect(asked).toMatchObject({ status: 200, body: { status: 'running' } });
  void begun.write(lines(20 * CHUNK, 2 * CHUNK));
  const ended = (await (await begun.answer).json()) as Import;
  expect(ended).toMatchObject({ id, status: 'cancelled', finishedAt: expect.any(String) });
  expect(ended.created).toBeGreaterThanOrEqual(CHUNK);
  expect(ended.created).toBeLessThan(22 * CHUNK);
  expect((await syncs()).companies).toBe(ended.created);
  expect(await workspace.key.refused('POST', `/v1/companies/imports/${id}/cancel`)).toMatchObject({ code: 'conflict' });
});

describe('a sender who says nothing more', () => {
  afterEach(() => void Object.assign(house.part(ImportService), { heartbeatMs: 5_000, silenceMs: 120_000 }));

  test('does not keep an import from being cancelled', async () => {
    house.part(ImportService).heartbeatMs = 20;
    const begun = beginUpload();
    await begun.write(lines(2 * CHUNK));
    await until(async () => ((await newest())?.lines ?? 0) >= CHUNK);
    const { id } = (await newest())!;
    await workspace.key.call('POST', `/v1/companies/imports/${id}/cancel`);
    const answer = await begun.answer;
    expect([answer.status, answer.headers.get('connection')]).toEqual([201, 'close']);
    const ended = (await answer.json()) as Import;
    expect(ended).toMatchObject({ id, status: 'cancelled', finishedAt: expect.any(String) });
    expect((await syncs()).companies).toBe(ended.created);
  });

  test('ends the import as broken off, is told so, and can go on later', async () => {
    house.part(ImportService).silenceMs = 200;
    const begun = beginUpload();
    await begun.write(lines(3 * CHUNK));
    const answer = await begun.answer;
    expect([answer.status, answer.headers.get('connection')]).toEqual([400, 'close']);
    expect(await answer.json()).toMatchObject({ code: 'invalid_import', detail: 'Nothing came for 0.2 seconds' });
    const ended = (await newest())!;
    const { body } = await workspace.key.call<Import>('GET', `/v1/companies/imports/${ended.id}`);
    expect(body).toMatchObject({ status: 'failed', errors: [{ code: 'broken_off' }] });
    expect((await upload(lines(3 * CHUNK), 'long', query())).body).toMatchObject({
      id: ended.id,
      status: 'done',
      created: 3 * CHUNK,
      sent: 3 * CHUNK,
    });
  });

  test('before there was anything to read leaves no import behind', async () => {
    house.part(ImportService).silenceMs = 20;
    const headers = { authorization: `Bearer ${workspace.key.token}`, 'content-type': NDJSON };
    const begun = request(`${house.url}/v1/companies/import`, { method: 'POST', headers });
    begun.on('error', () => undefined).flushHeaders();
    const [answer] = (await once(begun, 'response')) as [IncomingMessage];
    expect([answer.statusCode, await json(answer)]).toMatchObject([400, { code: 'invalid_import' }]);
    expect(await newest()).toBeUndefined();
  });
});

test('every line that was not taken over can be downloaded, not only the first 1,000', async () => {
  const bad = Array.from({ length: 2_500 }, (_, n) => (n % 2 ? `{"name":"C ${n}"}` : '{"nobody":1}')).join('\n');
  const { body } = await upload(`${bad}\n${'{"nobody":1}\n'.repeat(200)}`, 'bad');
  expect(body).toMatchObject({ lines: 2_700, failed: 1_450, created: 1_250 });
  expect(body.errors).toHaveLength(1_000);
  const { headers, body: text } = await workspace.key.call<string>('GET', `/v1/companies/imports/${body.id}/errors`);
  expect(headers.get('content-type')).toContain(NDJSON);
  const all = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ImportError);
  expect(all).toHaveLength(1_450);
  expect(all.slice(0, 1_000)).toEqual(body.errors);
  expect(all.at(-1)).toMatchObject({ line: 2_700, code: 'invalid_value' });
});
