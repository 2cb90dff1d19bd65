import { expect, test } from '@jest/globals';
import { persist } from '../../src/queue/persist.js';

/** A statement that fails with these SQLSTATEs before it works; without one it is the connection that broke. */
function failing(...codes: (string | undefined)[]): () => Promise<string> {
  return async () => {
    if (codes.length === 0) return 'done';
    throw Object.assign(new Error('failed'), { code: codes.shift() });
  };
}

test.each(['40P01', '57P01', '08006', 'ECONNREFUSED', undefined])(
  '%s passes: the statement is run again',
  async (code) => {
    expect(await persist(failing(code, code))).toBe('done');
  },
);

test.each(['23505', '22P02', '42703'])('%s does not: it is said at once', async (code) => {
  await expect(persist(failing(code))).rejects.toMatchObject({ code });
});
