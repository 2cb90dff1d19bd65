import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');

/** Where everything this machine keeps lies: data, secrets, logs. `LOCAL_DIR` moves it; relative means in the checkout. */
export const LOCAL_DIR = resolve(ROOT, process.env.LOCAL_DIR || '.local');

/** Makes a folder that other users may pass through, since Postgres may have to run as one, and answers its path. */
export function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o755 });
  return path;
}
