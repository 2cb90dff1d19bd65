import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClient } from '@integration-queue/shared';
import type { ImportError } from '@integration-queue/shared/import';
import { ApiHouse, type TestWorkspace } from './api-house.js';

/** Routes the client leaves out, each with its reason. */
const LEFT_OUT = {
  'GET /health/live': 'for who runs the server',
  'GET /health/ready': 'for who runs the server',
  'GET /metrics': 'for who runs the server',
  'GET /v1/oauth/callback': 'where a vendor sends a person’s browser',
  'GET /v1/syncs/export': 'a link for people; `exportSyncs` posts the same filter',
};

let house: ApiHouse;
let workspace: TestWorkspace;
beforeAll(async () => {
  house = await ApiHouse.open();
  workspace = await house.newWorkspace();
});
afterAll(() => house.close());

/** Every route of the document, with what an address of it looks like; those with the fewest parameters first. */
async function routes(): Promise<{ name: string; method: string; matches: (path: string) => boolean }[]> {
  const { body } = await house.anybody.call<{ paths: Record<string, object> }>('GET', '/openapi.json');
  return Object.entries(body.paths)
    .toSorted(([a], [b]) => a.split('{').length - b.split('{').length)
    .flatMap(([path, methods]) => {
      const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
      return Object.keys(methods).map((method) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        matches: (address: string) => pattern.test(address),
      }));
    });
}

/** A stream that ends well at once. */
const END = '{"end":{},"problem":null}\n';

/** The routes that the functions of the client call. */
async function called(): Promise<string[]> {
  const all = await routes();
  const names: string[] = [];
  const leaving = new AbortController();
  const special: Record<string, unknown[]> = { followEvents: [{ signal: leaving.signal }], streamSyncs: [[{}]] };
  const client = createClient({
    url: house.url,
    fetch: (input) => {
      const { url, method } = input as Request;
      const route = all.find((one) => one.method === method && one.matches(new URL(url).pathname));
      names.push(route?.name ?? `${method} ${url} is no route`);
      if (url.endsWith('/events')) leaving.abort();
      return Promise.resolve(url.endsWith('/stream') ? new Response(END) : Response.json({}));
    },
  });
  const streams: AsyncGenerator<unknown>[] = [];
  // Two ids or words, then what is sent: no function looks closer before it has called.
  for (const [name, call] of Object.entries(client) as [string, (...all: unknown[]) => unknown][]) {
    if (name === 'once') continue;
    const answer = call(...(special[name] ?? ['1', 'company', {}]));
    if (typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer)
      streams.push(answer as AsyncGenerator<unknown>);
    else await answer;
  }
  // They end with their answer, which has nothing in it.
  for (const stream of streams) await stream.next().catch(() => undefined);
  return names;
}

test('every route of the document has a function of the client, or a reason why it has none', async () => {
  const names = new Set(await called());
  const without = (await routes()).map(({ name }) => name).filter((name) => !names.has(name));
  expect(without.sort()).toEqual(Object.keys(LEFT_OUT).sort());
  expect([...names].filter((name) => name.endsWith('is no route'))).toEqual([]);
});

test('members, one alert and the lines of an import that were not taken over come by the client', async () => {
  const client = createClient({ url: house.url, token: workspace.admin.token! });
  const { id } = await client.addMember({
    email: 'mia@example.com',
    name: 'Mia',
    role: 'member',
    password: 'correct horse battery staple',
  });
  expect(await client.changeMember(id, { name: 'Mia Muster' })).toMatchObject({ id, name: 'Mia Muster' });
  expect((await client.listMembers()).items.map(({ name }) => name)).toContain('Mia Muster');
  await client.removeMember(id);
  expect((await client.listMembers()).items.map((member) => member.id)).not.toContain(id);

  const alert = await client.createAlert({ kind: 'slack', url: 'https://hooks.slack.com/services/T0' });
  expect(await client.getAlert(alert.id)).toEqual(alert);

  const bad = '{"nobody":1}\n'.repeat(1_500);
  const imported = await client.importCompanies(bad, { contentType: 'application/x-ndjson' });
  const errors: ImportError[] = [];
  for await (const error of client.importErrors(imported.id)) errors.push(error);
  expect(errors).toHaveLength(1_500);
  expect(errors.slice(0, 1_000)).toEqual(imported.errors);
});
