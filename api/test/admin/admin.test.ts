import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CreatedApiKey } from '@integration-queue/shared/access';
import type { Sync, SyncBatchAnswer } from '@integration-queue/shared/sync';
import { parse } from 'csv-parse/sync';
import { runAdmin } from '../../src/admin/run-admin.js';
import { ApiHouse, type TestWorkspace } from '../http/api-house.js';

let house: ApiHouse;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open();
  workspace = await house.newWorkspace();
});
afterAll(() => house.close());

/** What a call at the command line ends with. */
interface Ended {
  code: number;
  out: string;
  err: string;
}

async function admin(args: string[], { input = '', databaseUrl = house.env.DATABASE_URL } = {}): Promise<Ended> {
  const out = new Collected();
  const err = new Collected();
  const code = await runAdmin(args, { databaseUrl: () => databaseUrl, input: Readable.from([input]), out, err });
  return { code, out: out.text, err: err.text };
}

class Collected extends Writable {
  text = '';
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

const jsonLines = <T>({ out }: Ended) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
const auditOf = (workspaceId: string) =>
  house.database.query<{ action: string }[]>(
    `select action, actor_kind, actor_id, details from audit_log where workspace_id = $1 and actor_kind = 'system' order by id`,
    [workspaceId],
  );

describe('workspace create', () => {
  const args = (email: string, password = 'a long password') => [
    ...['workspace', 'create', '--name', 'Müller & Söhne', '--email', email, '--password', password],
  ];

  test('makes a workspace whose admin can sign in, and says so in its audit log', async () => {
    const ended = await admin([...args('Boss@a.example'), '--json']);
    expect(ended).toMatchObject({ code: 0, err: '' });
    const [made] = jsonLines<{ workspaceId: string; email: string }>(ended);
    expect(made).toMatchObject({ name: 'Müller & Söhne', email: 'boss@a.example' });
    const boss = await house.signIn({ email: 'boss@a.example', password: 'a long password' });
    const { body } = await boss.call('GET', '/v1/me');
    expect(body).toMatchObject({ workspace: { id: made!.workspaceId, name: 'Müller & Söhne' }, role: 'admin' });
    const log = await auditOf(made!.workspaceId);
    expect(log).toMatchObject([{ action: 'workspace.created', actor_id: null }]);
    expect(JSON.stringify([log, ended])).not.toContain('a long password');
  });

  test('reads a password from standard input, where no list of processes shows it', async () => {
    expect(await admin(args('quiet@a.example', '-'), { input: 'typed and hidden\n' })).toMatchObject({ code: 0 });
    await house.signIn({ email: 'quiet@a.example', password: 'typed and hidden' });
  });

  test.each([
    ['a short password', args('short@a.example', 'short'), 2, /--password must have at least 10/],
    ['no address', args('nobody'), 2, /--email must be an e-mail address/],
    ['nothing at all', ['workspace', 'create'], 2, /--name is missing[^]*--name <name>/],
  ])('refuses %s and makes nothing', async (_, given, code, message) => {
    const count = () => house.database.query<unknown[]>('select count(*) from workspace');
    const before = await count();
    expect(await admin(given)).toEqual({ code, out: '', err: expect.stringMatching(message) });
    expect(await count()).toEqual(before);
  });

  test('refuses the address of somebody who is a member already, and makes nothing', async () => {
    expect(await admin(args('twice@a.example'))).toMatchObject({ code: 0 });
    const count = () => house.database.query<unknown[]>('select count(*) from workspace');
    const before = await count();
    expect(await admin(args('TWICE@a.example'))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/already belongs/),
    });
    expect(await count()).toEqual(before);
  });
});

describe('keys', () => {
  test('are listed without their secrets', async () => {
    const ended = await admin(['keys', 'list', '--workspace', workspace.workspaceId]);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain(workspace.apiKey.slice(0, 15));
    expect(ended.out).not.toContain(workspace.apiKey);
  });

  test('are rotated: the new secret is shown, the old one works until its overlap is over', async () => {
    const service = await house.newKey(workspace, ['syncs:read']);
    const rotate = (hours: string) =>
      admin([
        'keys',
        'rotate',
        '--workspace',
        workspace.workspaceId,
        '--key',
        service.id,
        '--overlap-hours',
        hours,
        '--json',
      ]);
    const [first] = jsonLines<CreatedApiKey>(await rotate('2'));
    expect((await house.as(first!.key).call('GET', '/v1/me')).status).toBe(200);
    expect((await service.call('GET', '/v1/me')).status).toBe(200);
    const [second] = jsonLines<CreatedApiKey>(await rotate('0'));
    expect((await house.as(second!.key).call('GET', '/v1/me')).status).toBe(200);
    expect((await house.as(first!.key).call('GET', '/v1/me')).status).toBe(401);
    expect(await auditOf(workspace.workspaceId)).toMatchObject([
      { action: 'api_key.rotated', details: { overlapSeconds: 7_200 } },
      { action: 'api_key.rotated', details: { overlapSeconds: 0 } },
    ]);
  });

  test('all at once, but for those that have ended', async () => {
    const other = await house.newWorkspace();
    await house.newKey(other, ['syncs:read']);
    const ended = await house.newKey(other, ['syncs:read']);
    await house.database.query(`update api_key set expires_at = now() - interval '1 day' where id = $1`, [ended.id]);
    const rotated = jsonLines<CreatedApiKey>(
      await admin(['keys', 'rotate', '--workspace', other.workspaceId, '--key', 'all', '--json']),
    );
    expect(rotated).toHaveLength(2);
    for (const { key } of rotated) expect((await house.as(key).call('GET', '/v1/me')).status).toBe(200);
  });

  test.each([
    ['an unknown workspace', ['--workspace', 'nobody', '--key', 'all'], 1, /no workspace "nobody"; there are:/],
    ['an unknown key', ['--workspace', 'ID', '--key', 'iq_key_nothing'], 1, /no API key "iq_key_nothing"/],
    ['an overlap of a month', ['--workspace', 'ID', '--key', 'all', '--overlap-hours', '720'], 2, /from 0 to 168/],
    ['an overlap that is no number', ['--workspace', 'ID', '--key', 'all', '--overlap-hours', ''], 2, /from 0 to 168/],
  ])('with %s nothing is rotated', async (_, given, code, message) => {
    const args = given.map((arg) => (arg === 'ID' ? workspace.workspaceId : arg));
    expect(await admin(['keys', 'rotate', ...args])).toEqual({ code, out: '', err: expect.stringMatching(message) });
    expect((await workspace.key.call('GET', '/v1/me')).status).toBe(200);
  });
});

test('stuck shows what does not move, of one workspace or of all', async () => {
  const stuck = await house.newWorkspace();
  const { integrationId, key } = stuck;
  const items = ['a', 'b', 'c'].map((name) => ({ integrationId, company: { name } }));
  const { body } = await key.call<SyncBatchAnswer>('POST', '/v1/syncs/batch', { body: { items } });
  const [held, old] = body.results.map(({ id }) => id!);
  const look = async (...more: string[]) =>
    jsonLines<{ kind: string; entries: number }>(
      await admin(['stuck', '--workspace', stuck.workspaceId, '--json', ...more]),
    );
  expect(await look()).toEqual([]);
  expect((await admin(['stuck', '--workspace', stuck.workspaceId])).out).toBe('Nothing is stuck\n');

  await house.database.query(
    `update sync set status = 'processing', claim = id, lease_until = now() - interval '5 minutes' where id = $1`,
    [held],
  );
  await house.database.query(
    `update sync set initiated_at = now() - interval '3 hours', reason = 'retrying' where id = $1`,
    [old],
  );
  await house.database.query(
    `update integration set status = 'needs_attention', error_code = 'unauthorized', error_since = now() where id = $1`,
    [integrationId],
  );
  expect(await look('--hours', '2')).toMatchObject([
    { kind: 'waiting', entries: 1, reason: 'retrying', integrationId, since: expect.stringMatching(/Z$/) },
    { kind: 'lease_ended', entries: 1, integrationId },
    { kind: 'needs_attention', entries: 2, reason: 'unauthorized', integrationId },
  ]);
  expect((await look('--hours', '4')).map(({ kind }) => kind)).toEqual(['lease_ended', 'needs_attention']);
  expect((await admin(['stuck', '--hours', '2'])).out).toContain(integrationId);
  expect(await admin(['stuck', '--hours', '-1'])).toMatchObject({ code: 2 });
});

describe('export', () => {
  let exported: TestWorkspace;
  const names = Array.from({ length: 2_500 }, (_, n) => `Company ${n}`);

  beforeAll(async () => {
    exported = await house.newWorkspace();
    for (let from = 0; from < names.length; from += 1_000) {
      const items = names.slice(from, from + 1_000).map((name) => ({
        integrationId: exported.integrationId,
        company: { name },
      }));
      await exported.key.call('POST', '/v1/syncs/batch', { body: { items } });
    }
  });

  test('writes every entry of the workspace once, newest first, as NDJSON and as CSV', async () => {
    const args = ['export', '--workspace', exported.workspaceId];
    const entries = jsonLines<Sync>(await admin([...args, '--format', 'ndjson']));
    expect(entries.map(({ company }) => company.name)).toEqual(names.toReversed());
    const { body } = await exported.key.call<{ items: Sync[] }>('GET', '/v1/syncs?limit=3');
    expect(entries.slice(0, 3)).toEqual(body.items);
    const { code, out } = await admin(args);
    expect(code).toBe(0);
    const rows = parse<Record<string, string>>(out, { columns: true, bom: true, record_delimiter: '\r\n' });
    expect(rows.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
  });

  test('ends with 1 where the reader goes away in the middle', async () => {
    const gone = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => done(new Error('gone')) });
    const input = Readable.from([]);
    const args = ['export', '--workspace', exported.workspaceId];
    const err = new Collected();
    expect(await runAdmin(args, { databaseUrl: () => house.env.DATABASE_URL, input, out: gone, err })).toBe(1);
    expect(err.text).toContain('gone');
  });

  test('of a format that is not there is refused', async () => {
    const ended = await admin(['export', '--workspace', exported.workspaceId, '--format', 'constructor']);
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining('csv or ndjson') });
  });
});

describe('whoever does not know it yet', () => {
  test.each([[['--help']], [['help']], [['keys', '--help']]])('is told all commands by %j', async (args) => {
    const { code, out } = await admin(args);
    expect(code).toBe(0);
    for (const words of ['workspace create', 'keys list', 'keys rotate', 'stuck', 'export'])
      expect(out).toContain(words);
  });

  test('is told what a command takes, also after a slip', async () => {
    expect((await admin(['stuck', '--help'])).out).toContain('--hours <hours>');
    expect(await admin(['stuck', '--hour', '3'])).toMatchObject({ code: 2, err: expect.stringContaining('--hours') });
    expect(await admin(['stack'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no command "stack"'),
    });
    expect(await admin([])).toMatchObject({ code: 2, out: '' });
  });

  test('is told that there is no database, without its password', async () => {
    const ended = await admin(['stuck'], { databaseUrl: 'postgres://somebody:canary@127.0.0.1:1/none' });
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('ECONNREFUSED') });
    expect(ended.err).not.toContain('canary');
  });

  test('is told that the database is older, and nothing is changed in it', async () => {
    const older = await ApiHouse.open();
    await older.database.query('delete from migrations where id = (select max(id) from migrations)');
    const ended = await admin(['stuck'], { databaseUrl: older.env.DATABASE_URL });
    await older.close();
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('older than this version') });
  });
});
