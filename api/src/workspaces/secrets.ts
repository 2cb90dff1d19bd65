import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP's minimum for argon2id: 19 MiB, 2 passes, 1 lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LENGTH = 32;

/** At most this many at once: each takes 19 MiB and a core for 30 ms. */
const MOST_AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

async function hash(password: string, nonce: Buffer): Promise<Buffer> {
  const options = { message: password, nonce, parallelism: 1, tagLength: LENGTH, memory: MEMORY_KIB, passes: PASSES };
  return inTurn(() => derive('argon2id', options) as Promise<Buffer>);
}

/** A password as it is stored, in PHC format. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await hash(password, nonce);
  const [salt, sum] = [nonce, tag].map((part) => part.toString('base64').replace(/=+$/, ''));
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${salt}$${sum}`;
}

/** Compares in constant time. With no stored hash it takes as long and says no, so that nobody learns who is a member. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, , , , salt = '', sum = ''] = (stored ?? '').split('$');
  const tag = await hash(password, stored ? Buffer.from(salt, 'base64') : randomBytes(16));
  const expected = Buffer.from(sum, 'base64');
  return expected.length === tag.length && timingSafeEqual(expected, tag);
}

/** How tokens and keys are stored: they are random, so a fast hash is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function base58(bytes: Buffer): string {
  let number = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  while (number > 0n) {
    text = ALPHABET[Number(number % 58n)]! + text;
    number /= 58n;
  }
  return text;
}

const checksum = (body: string) => base58(createHash('sha256').update(body).digest().subarray(0, 4)).padStart(6, '1');

/** A new secret: kind, 32 random bytes, and a checksum that lets scanners and us see a typo without the database. */
export function newSecret(kind: 'iq_key' | 'iq_ses' | 'iq_ref'): string {
  const body = `${kind}_${base58(randomBytes(32)).padStart(44, '1')}`;
  return body + checksum(body);
}

/** Whether a text can be a secret of ours. */
export function isSecret(text: string): boolean {
  return /^iq_(key|ses|ref)_[1-9A-HJ-NP-Za-km-z]{50,51}$/.test(text) && checksum(text.slice(0, -6)) === text.slice(-6);
}
