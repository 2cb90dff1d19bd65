import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SyncStreamEnd, SyncStreamItem, SyncStreamResult } from '@integration-queue/shared/sync-stream';
import { forgetOldAnswers } from '../../src/queue/sql/forget-old-answers.js';
import { ApiHouse, type TestWorkspace } from './api-house.js';
import { Sender } from './sending.js';

let house: ApiHouse;
let workspace: TestWorkspace;
let sender: Sender;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
  sender = new Sender(house, workspace);
});

const item = (n: number, more: object = {}): SyncStreamItem => ({
  key: `item-${n}`,
  integrationId: workspace.integrationId,
  company: { name: `Company ${n}`, domain: `c${n}.example` },
  ...more,
});
const lineOf = (value: unknown) => `${JSON.stringify(value)}\n`;

/** Sends a body as it is; answers the results and the last line. */
async function stream(text: string | Buffer, token = workspace.key.token) {
  const answer = await house.as(token!).call<string>('POST', '/v1/syncs/stream', {
    raw: { text, type: 'application/x-ndjson' },
  });
  const lines = answer.body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SyncStreamResult | SyncStreamEnd);
  return {
    status: answer.status,
    results: lines.slice(0, -1) as SyncStreamResult[],
    end: lines.at(-1) as SyncStreamEnd,
  };
}

/** A stream that is written and read by hand. */
async function openStream(token = workspace.key.token, url = house.url) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  // Node's fetch sends a request's head with the first of its body.
  const begun = writer.write(new TextEncoder().encode('\n'));
  const answer = await fetch(`${url}/v1/syncs/stream`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: readable,
    duplex: 'half',
  });
  await begun;
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    answer,
    write: (value: string) => writer.write(new TextEncoder().encode(value)),
    close: () => writer.close().catch(() => undefined),
    async nextLine<T>(): Promise<T> {
      while (!text.includes('\n')) {
        const { done, value } = await reader.read();
        if (done) throw new Error('The answer ended');
        text += value;
      }
      const [first] = text.split('\n', 1);
      text = text.slice(first!.length + 1);
      return JSON.parse(first!) as T;
    },
  };
}

describe('a stream', () => {
  test('is answered line by line, in order, while it is still sent', async () => {
    const open = await openStream();
    expect(open.answer.status).toBe(200);
    expect(open.answer.headers.get('content-type')).toContain('application/x-ndjson');
    for (const n of [1, 2, 3]) {
      await open.write(lineOf(item(n)));
      expect(await open.nextLine()).toEqual({
        line: n + 1,
        key: `item-${n}`,
        id: expect.any(String),
        status: 'accepted',
      });
      expect(await sender.entries()).toHaveLength(n);
    }
    await open.close();
    expect(await open.nextLine()).toEqual({
      end: { accepted: 3, duplicate: 0, repeated: 0, invalid: 0 },
      problem: null,
    });
  });

  test('loses nothing to lines that are no items, and says what is wrong with each', async () => {
    const { results, end } = await stream(
      Buffer.concat([
        Buffer.from(`\u{feff}${lineOf(item(1))}`),
        Buffer.from('\r\n{"key": \n[1]\nnull\n'),
        Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d, 0x0a]),
        Buffer.from(lineOf(item(7, { nonsense: true }))),
        Buffer.from(lineOf(item(8, { integrationId: '01890a5d-ac96-774b-bcce-b302099a8057' }))),
        Buffer.from(lineOf(item(9, { key: '' }))),
        Buffer.from(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}\n`),
        Buffer.from(JSON.stringify(item(11))),
      ]),
    );
    expect(results.map(({ line, status, errors }) => [line, status, errors?.[0]])).toEqual([
      [1, 'accepted', undefined],
      [3, 'invalid', { path: '', message: 'the line is not one JSON object' }],
      [4, 'invalid', { path: '', message: 'the line is not one JSON object' }],
      [5, 'invalid', { path: '', message: 'the line is not one JSON object' }],
      [6, 'invalid', { path: '', message: 'the line is not UTF-8' }],
      [7, 'invalid', { path: 'nonsense', message: 'is not known here' }],
      [8, 'invalid', { path: 'integrationId', message: 'There is no such integration' }],
      [9, 'invalid', { path: 'key', message: 'must not be empty' }],
      [10, 'invalid', { path: '', message: 'the line nests too deeply' }],
      [11, 'accepted', undefined],
    ]);
    expect(end).toEqual({ end: { accepted: 2, duplicate: 0, repeated: 0, invalid: 8 }, problem: null });
  });

  test('passes over a line of 100 MB and takes what stands before and behind it', async () => {
    const open = await openStream();
    await open.write(lineOf(item(1)));
    expect(await open.nextLine()).toMatchObject({ line: 2, status: 'accepted' });
    const megabyte = 'x'.repeat(1_000_000);
    for (let n = 0; n < 100; n += 1) await open.write(megabyte);
    await open.write(`\n${lineOf(item(2))}`);
    expect(await open.nextLine()).toMatchObject({
      line: 3,
      status: 'invalid',
      errors: [{ path: '', message: 'the line is longer than 1 MB' }],
    });
    expect(await open.nextLine()).toMatchObject({ line: 4, status: 'accepted' });
    await open.close();
  });

  test('that is no NDJSON, or packed, is refused at once', async () => {
    const refused = (type: string, headers = {}) =>
      workspace.key.refused('POST', '/v1/syncs/stream', { raw: { text: 'x', type }, headers });
    expect(await refused('application/json')).toMatchObject({ status: 400, code: 'invalid_json' });
    expect(await refused('text/csv')).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    expect(await refused('application/x-ndjson', { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
    const reader = await house.newKey(workspace, ['syncs:read']);
    expect(await reader.refused('POST', '/v1/syncs/stream')).toMatchObject({ status: 403 });
  });

  test('that is empty ends at once', async () => {
    expect(await stream('\n')).toMatchObject({ status: 200, results: [], end: { problem: null } });
  });

  test('ends with its key, and says so; what was answered stays', async () => {
    const key = await house.newKey(workspace, ['syncs:write']);
    const open = await openStream(key.token);
    await open.write(lineOf(item(1)));
    expect(await open.nextLine()).toMatchObject({ status: 'accepted' });
    await workspace.admin.call('DELETE', `/v1/api-keys/${key.id}`);
    await open.write(lineOf(item(2)));
    expect(await open.nextLine()).toMatchObject({ end: { accepted: 1 }, problem: { code: 'unauthenticated' } });
    expect(await sender.entries()).toHaveLength(1);
  });

  test('ends with the secret it was opened with, though its key goes on', async () => {
    const key = await house.newKey(workspace, ['syncs:write']);
    const open = await openStream(key.token);
    await open.write(lineOf(item(1)));
    expect(await open.nextLine()).toMatchObject({ status: 'accepted' });
    await workspace.admin.call('POST', `/v1/api-keys/${key.id}/rotate`, { body: { overlapSeconds: 0 } });
    await open.write(lineOf(item(2)));
    expect(await open.nextLine()).toMatchObject({ problem: { code: 'unauthenticated' } });
  });

  test('is one of four of a sender', async () => {
    const open = await Promise.all(Array.from({ length: 4 }, () => openStream()));
    expect(await workspace.key.refused('POST', '/v1/syncs/stream')).toMatchObject({ status: 415 });
    const fifth = await workspace.key.call('POST', '/v1/syncs/stream', {
      raw: { text: lineOf(item(1)), type: 'application/x-ndjson' },
    });
    expect([fifth.status, fifth.headers.get('retry-after')]).toEqual([429, '5']);
    for (const each of open) {
      await each.close();
      expect(await each.nextLine()).toMatchObject({ problem: null });
    }
    expect((await stream(lineOf(item(1)))).results).toMatchObject([{ status: 'accepted' }]);
  });

  test('is ended with a word when the server stops', async () => {
    const stopping = await ApiHouse.open();
    const { key, integrationId } = await stopping.newWorkspace();
    const open = await openStream(key.token, stopping.url);
    await open.write(lineOf(item(1, { integrationId })));
    expect(await open.nextLine()).toMatchObject({ status: 'accepted' });
    const closed = stopping.close();
    expect(await open.nextLine()).toMatchObject({ end: { accepted: 1 }, problem: { code: 'not_ready' } });
    await closed;
  });
});

describe('the key of an item', () => {
  test('sent again is answered with what became of it, and is no second sync', async () => {
    const first = await stream([1, 2].map((n) => lineOf(item(n))).join(''));
    const [one, two] = first.results.map(({ id }) => id!);
    await house.database.query(`update sync set status = 'processed', dedupe_key = null where id = $1`, [one]);
    const again = await stream([1, 2, 3].map((n) => lineOf(item(n))).join(''));
    expect(again.results).toEqual([
      { line: 1, key: 'item-1', id: one, status: 'repeated', now: 'processed' },
      { line: 2, key: 'item-2', id: two, status: 'repeated', now: 'pending' },
      { line: 3, key: 'item-3', id: expect.any(String), status: 'accepted' },
    ]);
    expect(await sender.entries()).toHaveLength(3);
  });

  test('twice in one stream is one sync; with other content it is refused', async () => {
    const other = item(1, { company: { name: 'Other', domain: 'other.example' } });
    const { results } = await stream([item(1), item(2), item(1), other].map(lineOf).join(''));
    expect(results.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'repeated', 'invalid']);
    expect(results[2]!.id).toBe(results[0]!.id);
    expect(results[3]!.errors).toEqual([{ path: 'key', message: expect.stringMatching(/was used for another item/) }]);
  });

  test('of an item that was not valid is free again', async () => {
    const unknown = item(1, { integrationId: '01890a5d-ac96-774b-bcce-b302099a8057' });
    expect((await stream(lineOf(unknown))).results).toMatchObject([{ status: 'invalid' }]);
    expect((await stream(lineOf(item(1)))).results).toMatchObject([{ status: 'accepted' }]);
  });

  test('belongs to who sent it, and is good for 24 hours', async () => {
    const other = await house.newKey(workspace, ['syncs:write']);
    const deal = item(1, { object: 'deal', deal: { title: 'A' } });
    const otherDeal = item(1, { object: 'deal', deal: { title: 'B' } });
    await stream(lineOf(deal));
    expect((await stream(lineOf(otherDeal), other.token)).results).toMatchObject([{ status: 'accepted' }]);
    await house.database.query(`update item_key set created_at = now() - interval '25 hours' where workspace_id = $1`, [
      workspace.workspaceId,
    ]);
    expect((await stream(lineOf(otherDeal))).results).toMatchObject([{ status: 'accepted' }]);
    await forgetOldAnswers(house.database);
    const left = await house.database.query<object[]>('select 1 from item_key where workspace_id = $1', [
      workspace.workspaceId,
    ]);
    expect(left).toHaveLength(1);
  });

  test('makes ten times 1,000 items that two send at once 1,000 syncs', async () => {
    const items = Array.from({ length: 1_000 }, (_, n) => lineOf(item(n))).join('');
    const ids = new Set<string>();
    for (let round = 0; round < 10; round += 1) {
      const both = await Promise.all([stream(items), stream(items)]);
      for (const { results, end } of both) {
        expect([results.length, end.end.invalid, end.problem]).toEqual([1_000, 0, null]);
        for (const { id } of results) ids.add(id!);
      }
    }
    const [{ n }] = await house.database.query<[{ n: number }]>(
      'select count(*)::int as n from sync where workspace_id = $1',
      [workspace.workspaceId],
    );
    expect([n, ids.size]).toEqual([1_000, 1_000]);
  }, 120_000);
});
