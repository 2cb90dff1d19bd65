import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { LOCAL_DIR } from './folders.ts';
import { readJson, writeJson } from './json-file.ts';

/** What this machine's copy keeps to itself. Made once; without it the kept data cannot be opened any more. */
export interface Secrets {
  postgresPassword: string;
  redisPassword: string;
  /** As the environment of the API wants it: `id:base64 of 32 bytes`. */
  secretKeys: string;
  /** Bearer token the practice CRM asks for. */
  practiceCrmToken: string;
  /** Sign-in of the first admin. */
  email: string;
  password: string;
  /** The key made at the first start; empty until then. */
  apiKey: string;
}

const FILE = join(LOCAL_DIR, 'secrets.json');

/** The secrets of the local folder, made where they are missing. */
export function keepSecrets(): Secrets {
  const kept = readJson<Partial<Secrets>>(FILE);
  const secrets: Secrets = {
    postgresPassword: randomToken(),
    redisPassword: randomToken(),
    secretKeys: `local:${randomBytes(32).toString('base64')}`,
    practiceCrmToken: randomToken(),
    email: 'admin@example.com',
    password: randomToken(12),
    apiKey: '',
    ...kept,
  };
  writeJson(FILE, secrets);
  return secrets;
}

/** Keeps the API key that was made at the first start: the API itself only keeps its hash. */
export function keepApiKey(secrets: Secrets, apiKey: string): void {
  if (apiKey !== secrets.apiKey) writeJson(FILE, { ...secrets, apiKey });
}

/** Letters and digits that need no escaping in an address or a shell. */
export function randomToken(bytes = 24): string {
  return randomBytes(bytes).toString('hex');
}
