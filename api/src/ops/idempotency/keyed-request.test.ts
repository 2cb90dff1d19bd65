import { describe, expect, test } from '@jest/globals';
import { RequestHashes } from './keyed-request.js';

const key = (letter: string) => `${letter}:${Buffer.alloc(32, letter).toString('base64')}`;
const request = { route: 'POST /v1/members', body: { password: 'correct horse' } };

describe('what is kept of a request', () => {
  test('tells nobody who has no secret key what it was', () => {
    expect(new RequestHashes(key('a')).of(request)).not.toEqual(new RequestHashes(key('b')).of(request));
  });

  test('is known again after the secret keys were rotated', () => {
    const [kept] = new RequestHashes(key('a')).of(request);
    const [next, ...older] = new RequestHashes(`${key('b')},${key('a')}`).of(request);
    expect(older).toEqual([kept]);
    expect(next).not.toEqual(kept);
  });
});
