import { join } from 'node:path';
import { LOCAL_DIR } from './folders.ts';
import { writeJson } from './json-file.ts';

/** `.local/access.json`: what a program needs to use the running house. */
export interface Access {
  /** True while everything is up; written last at the start and taken back first at the stop. */
  ready: boolean;
  apiUrl: string;
  practiceCrmUrl: string;
  email: string;
  password: string;
  apiKey: string;
  integrationId: string;
  /** Folders to load unpacked. */
  extension: { chrome: string; firefox: string };
  /** Zero where a service is down at this moment. */
  pids: { api: number[]; worker: number[]; postgres: number; redis: number; practiceCrm: number };
}

/** The file as it is on disk, written anew with every change. */
export class AccessFile {
  static readonly path = join(LOCAL_DIR, 'access.json');
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
    this.#write();
  }

  /** Answers the whole of it after the change. */
  update(changes: Partial<Omit<Access, 'pids'>>): Access {
    Object.assign(this.#access, changes);
    this.#write();
    return this.#access;
  }

  updatePids(changes: Partial<Access['pids']>): void {
    Object.assign(this.#access.pids, changes);
    this.#write();
  }

  #write(): void {
    writeJson(AccessFile.path, this.#access);
  }
}
