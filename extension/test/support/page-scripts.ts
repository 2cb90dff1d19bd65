import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const sizeOf = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length;
/** Bytes of files after gzip, each by itself. */
export const gzippedSize = (files: string[]) => files.reduce((sum, file) => sum + sizeOf(file), 0);

/** Imports that are loaded with the file that names them. */
export const ALWAYS = /(?:\bfrom|\bimport)\s*["'`](?:\.\/|\/?chunks\/)([\w.-]+\.js)["'`]/g;
/** Those as well that are loaded when they are needed. */
export const EVER = /["'`](?:\.\/|\/?chunks\/)([\w.-]+\.js)["'`]/g;

/** The scripts of a page in a built extension: those it names and those these import, always or ever. */
export function scriptsOf(folder: string, page: string, imported: RegExp): string[] {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    const source = readFileSync(file, 'utf8');
    for (const [, name] of source.matchAll(imported)) {
      if (name) visit(join(folder, 'chunks', name));
    }
  };
  const html = readFileSync(join(folder, page), 'utf8');
  for (const [, path] of html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)) if (path) visit(join(folder, path));
  return [...found];
}
