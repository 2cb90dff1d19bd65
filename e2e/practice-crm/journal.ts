import { closeSync, createReadStream, mkdirSync, openSync, renameSync, writeSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CustomFieldEntry, CustomFields } from './custom-fields.ts';
import { OBJECTS, type CrmObject } from './objects.ts';
import type { Change, Store, StoredRecord } from './store.ts';

type Line =
  | { put: CrmObject; record: StoredRecord }
  | { delete: CrmObject; id: string }
  | { alias: CrmObject; id: string; into: string }
  | { field: CustomFieldEntry }
  | { nextId: number }
  | { reset: true };

const FILE = 'journal.ndjson';

/**
 * Keeps the records over a restart: one line per change, on file before the answer goes out. A database would do the
 * same with a dependency; the records fit in memory, and a file of lines can be read by people.
 */
export class Journal {
  private file: number;

  private constructor(path: string) {
    this.file = openSync(path, 'a');
  }

  /**
   * Reads what is in the folder into the store, rewrites it in its shortest form, and opens it for writing.
   * @throws where the folder cannot be used or a line cannot be read.
   */
  static async open(dataDir: string, store: Store, customFields: CustomFields): Promise<Journal> {
    mkdirSync(dataDir, { recursive: true });
    const path = join(dataDir, FILE);
    if (existsSync(path)) {
      await replay(path, store, customFields);
      compact(path, store, customFields);
    }
    return new Journal(path);
  }

  changed(change: Change): void {
    if (change.kind === 'put') this.append({ put: change.object, record: change.record });
    else if (change.kind === 'delete') this.append({ delete: change.object, id: change.record.id });
    else if (change.kind === 'alias') this.append({ alias: change.object, id: change.id, into: change.into });
    else this.append({ reset: true });
  }

  fieldAdded(field: CustomFieldEntry): void {
    this.append({ field });
  }

  close(): void {
    closeSync(this.file);
  }

  private append(line: Line): void {
    writeSync(this.file, `${JSON.stringify(line)}\n`);
  }
}

async function replay(path: string, store: Store, customFields: CustomFields): Promise<void> {
  let number = 0;
  let broken: number | null = null;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number++;
    // Only the last line can be half written: by a process that was killed in the middle of it.
    if (broken !== null) throw new Error(`line ${broken} of ${path} is broken`);
    const line = parse(text);
    if (line === null) broken = number;
    else apply(line, store, customFields);
  }
}

function parse(text: string): Line | null {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}

function apply(line: Line, store: Store, customFields: CustomFields): void {
  if ('put' in line) store.restore(line.put, line.record);
  else if ('delete' in line) store.forget(line.delete, line.id);
  else if ('alias' in line) store.setAlias(line.alias, line.id, line.into);
  else if ('field' in line) customFields.restore(line.field);
  else if ('nextId' in line) store.skipTo(line.nextId);
  else {
    store.reset();
    customFields.reset();
  }
}

function compact(path: string, store: Store, customFields: CustomFields): void {
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w');
  const write = (line: Line) => writeSync(file, `${JSON.stringify(line)}\n`);
  write({ nextId: store.nextId });
  for (const { object, id, into } of store.allAliases()) write({ alias: object, id, into });
  for (const field of customFields.all()) write({ field });
  for (const object of OBJECTS) for (const record of store.all(object)) write({ put: object, record });
  closeSync(file);
  renameSync(fresh, path);
}
