import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Problem } from '@integration-queue/shared/problem';
import type { Role, Scope } from '@integration-queue/shared/vocabulary';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { createApi } from '../../src/app.js';
import type { Env } from '../../src/env.js';
import {
  ensureFirstWorkspace,
  type FirstWorkspace,
  type FirstWorkspaceInput,
} from '../../src/workspaces/first-workspace.js';
import { createTestDatabase, type TestDatabase, testRedisUrl } from '../database.js';

const PASSWORD = 'correct horse battery staple';

/** An answer of the API, its body parsed where it is JSON. */
export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

export interface CallOptions {
  body?: unknown;
  /** Sent as it is, with this content type. */
  raw?: { text: string | Buffer; type: string };
  headers?: Record<string, string>;
}

/** Somebody who calls the API with a token or key. */
export class Caller {
  constructor(
    readonly url: string,
    readonly token: string | null,
  ) {}

  /** One call; `T` is what the caller expects the body to be. */
  async call<T>(method: string, path: string, { body, raw, headers = {} }: CallOptions = {}): Promise<Answer<T>> {
    const answer = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(raw === undefined ? {} : { 'content-type': raw.type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(raw === undefined ? {} : { body: raw.text }),
    });
    const text = await answer.text();
    const isJson = /[/+]json\b/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }

  /** The problem a call ends with; fails where it ended well. */
  async refused(method: string, path: string, options?: CallOptions): Promise<Problem> {
    const { status, headers, body } = await this.call<Problem>(method, path, options);
    if (status < 400) throw new Error(`${method} ${path} was not refused but answered ${status}`);
    if (!headers.get('content-type')?.startsWith('application/problem+json')) {
      throw new Error(`${method} ${path} answered ${status} without a problem body: ${JSON.stringify(body)}`);
    }
    return body;
  }
}

/** A workspace made for a test, with a practice integration that nobody works on. */
export interface TestWorkspace extends FirstWorkspace, FirstWorkspaceInput {
  admin: Caller;
  /** With all scopes. */
  key: Caller;
}

/** The API on a database and a Redis of its own, over real HTTP. No worker runs: what is accepted stays pending. */
export class ApiHouse {
  private constructor(
    private readonly app: NestExpressApplication,
    private readonly own: TestDatabase,
    readonly env: Env,
    readonly url: string,
  ) {}

  /** `changes` to the environment; `logTo`: where log lines go. */
  static async open(changes: Partial<Env> = {}, logTo?: { write(line: string): void }): Promise<ApiHouse> {
    const own = await createTestDatabase();
    const env: Env = {
      ROLE: 'api',
      PORT: 0,
      HOST: '127.0.0.1',
      DATABASE_URL: own.url,
      REDIS_URL: await testRedisUrl(),
      SECRET_KEYS: `test:${randomBytes(32).toString('base64')}`,
      ALLOWED_ADDRESSES: ['127.0.0.0/8'],
      PUBLIC_URL: 'http://127.0.0.1:3000',
      LOG_LEVEL: 'silent',
      METRICS_TOKEN: '',
      REQUESTS_PER_MINUTE: 0,
      TRUST_PROXY: '',
      SMTP_URL: '',
      MAIL_FROM: '',
      CRASH_AT: '',
      ...changes,
    };
    const app = await createApi(env, logTo);
    await app.listen(0, '127.0.0.1');
    return new ApiHouse(app, own, env, (await app.getUrl()).replace('[::1]', '127.0.0.1'));
  }

  /** For arranging what only a worker or the passing of time would bring about, and for looking behind the answers. */
  get database(): DataSource {
    return this.app.get(DataSource);
  }

  /** A part of the running API, for doing at once what it does from time to time. */
  part<T>(kind: Type<T>): T {
    return this.app.get(kind, { strict: false });
  }

  get anybody(): Caller {
    return new Caller(this.url, null);
  }

  as(token: string): Caller {
    return new Caller(this.url, token);
  }

  /** What `npm start` does at each start. */
  setUp(input: FirstWorkspaceInput): Promise<FirstWorkspace> {
    return ensureFirstWorkspace(this.database, this.env.SECRET_KEYS, input);
  }

  async newWorkspace({ crmUrl = 'http://127.0.0.1:9', crmToken = 'practice-token' } = {}): Promise<TestWorkspace> {
    const email = `${randomBytes(6).toString('hex')}@example.com`;
    const made = await this.setUp({ email, password: PASSWORD, apiKey: '', crmUrl, crmToken });
    return { ...made, crmUrl, crmToken, admin: await this.signIn(made), key: this.as(made.apiKey) };
  }

  async signIn({ email, password }: { email: string; password: string }): Promise<Caller> {
    const { status, body } = await this.anybody.call<{ token: string }>('POST', '/v1/sessions', {
      body: { email, password },
    });
    if (status !== 201) throw new Error(`Signing in answered ${status}`);
    return this.as(body.token);
  }

  /** A further member of a workspace, signed in. */
  async newMember({ admin }: TestWorkspace, role: Role = 'member'): Promise<Caller & { id: string; email: string }> {
    const email = `${randomBytes(6).toString('hex')}@example.com`;
    const { body } = await admin.call<{ id: string }>('POST', '/v1/members', {
      body: { email, name: 'Mia Muster', role, password: PASSWORD },
    });
    return Object.assign(await this.signIn({ email, password: PASSWORD }), { id: body.id, email });
  }

  /** A further API key of a workspace. */
  async newKey({ admin }: TestWorkspace, scopes: Scope[]): Promise<Caller & { id: string }> {
    const { body } = await admin.call<{ id: string; key: string }>('POST', '/v1/api-keys', {
      body: { name: 'A service', scopes },
    });
    return Object.assign(this.as(body.key), { id: body.id });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.own.drop();
  }
}

/** An id nobody has. */
export function unknownId(): string {
  return uuidv7();
}
