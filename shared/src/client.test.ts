import { expect, test } from '@jest/globals';
import { createClient } from './client.js';

/** A client whose API gives these answers, one after the other; `asked` are the requests it was sent. */
function clientOf(...answers: Response[]) {
  const asked: Request[] = [];
  const fetch: typeof globalThis.fetch = (input) => {
    asked.push(input as Request);
    return Promise.resolve(answers.shift()!);
  };
  return { client: createClient({ url: 'https://queue.example', token: 'key', fetch }), asked };
}

const problem = (status: number, code: string, headers = {}) =>
  Response.json({ type: 'about:blank', title: code, status, code, detail: code, requestId: '1' }, { status, headers });

const item = { integrationId: 'hubspot', company: { name: 'Acme' } };

test('a keyed request whose twin is still being worked on is asked for again', async () => {
  const { client, asked } = clientOf(
    problem(409, 'request_in_progress', { 'retry-after': '2' }),
    Response.json({ id: 'one' }, { status: 201 }),
  );
  expect(await client.createSync(item, 'key')).toMatchObject({ id: 'one' });
  expect(asked).toHaveLength(2);
});

test('a conflict that waiting does not end is told at once', async () => {
  const { client, asked } = clientOf(problem(409, 'sync_not_retryable'));
  await expect(client.createSync(item, 'key')).rejects.toMatchObject({ code: 'sync_not_retryable' });
  expect(asked).toHaveLength(1);
});
