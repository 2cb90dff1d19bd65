import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem } from '@integration-queue/shared/problem';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { HttpAdapterHost } from '@nestjs/core';
import * as v from 'valibot';
import { EXAMPLES } from '../../src/ops/examples/give-examples.js';
import { NAMED_SCHEMAS } from '../../src/ops/named-schemas.js';
import { ApiHouse } from './api-house.js';

interface Media {
  schema: object;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}
interface Operation {
  operationId: string;
  summary: string;
  parameters?: { name: string; example?: unknown }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
  security: object[];
}
interface Document {
  openapi: string;
  info: { description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
  webhooks: Record<string, { post: Operation }>;
}

let house: ApiHouse;
let document: Document;
let operations: [string, Operation][];

beforeAll(async () => {
  house = await ApiHouse.open();
  document = (await house.anybody.call<Document>('GET', '/openapi.json')).body;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
});
afterAll(() => house.close());

test('is OpenAPI 3.1, and a public linter with its recommended rules finds nothing', async () => {
  expect(document.openapi).toMatch(/^3\.1/);
  const config = await createConfig({
    extends: ['recommended'],
    rules: {
      'no-invalid-parameter-examples': 'error',
      'no-invalid-schema-examples': 'error',
      // Asked for more strictly below, of all but the routes that cannot be asked wrongly.
      'operation-4xx-response': 'off',
      // `imports` is no id, so that /companies/imports/{id} and /companies/{id}/crm are two.
      'no-ambiguous-paths': 'off',
      // The lines of a stream are named by their schema, in a place OpenAPI 3.1 does not know.
      'no-unused-components': 'off',
    },
  });
  const problems = await lintFromString({ source: JSON.stringify(document), absoluteRef: 'openapi.json', config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, location[0]?.pointer, message])).toEqual([]);
});

test('every route of the server is described', () => {
  const { stack } = house.part(HttpAdapterHost).httpAdapter.getInstance<Express>().router;
  const served = stack
    .flatMap(({ route }) =>
      route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : [],
    )
    .filter((name) => !/ \/(docs|openapi\.json)/.test(name))
    .map((name) => name.replace(/:(\w+)/g, '{$1}'));
  expect(served.length).toBeGreaterThan(60);
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(served.sort());
});

describe('examples', () => {
  test('are there for every parameter, every body and every good answer', () => {
    const faults: string[] = [];
    for (const [name, { parameters = [], requestBody, responses }] of operations) {
      const answers = Object.values(responses).map(({ content }) => content);
      for (const content of [requestBody?.content, ...answers]) {
        for (const [type, { example, examples }] of Object.entries(content ?? {})) {
          const values = example === undefined ? Object.values(examples ?? {}) : [example];
          if (values.length === 0) faults.push(`${name}: no example of ${type}`);
        }
      }
      for (const parameter of parameters) {
        if (parameter.example === undefined) faults.push(`${name}: no example of ${parameter.name}`);
      }
    }
    expect(faults).toEqual([]);
  });

  test('are what the API itself takes and answers', () => {
    const faults = Object.entries(EXAMPLES).flatMap(([name, examples]) =>
      Object.entries(examples).flatMap(([summary, value]) => {
        const result = v.safeParse(NAMED_SCHEMAS[name]!, value);
        return result.success
          ? []
          : [`${name}, ${summary}: ${v.getDotPath(result.issues[0])} ${result.issues[0].message}`];
      }),
    );
    expect(faults).toEqual([]);
  });
});

test('every route has a summary, a name of its own, and schemas for what it takes and answers', () => {
  const faults: string[] = [];
  for (const [name, { summary, requestBody, responses }] of operations) {
    if (!summary) faults.push(`${name}: no summary`);
    const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    if (good.length === 0) faults.push(`${name}: no good answer`);
    for (const [status, { content }] of good) {
      if (status !== '204' && !schemas(content).length) faults.push(`${name}: ${status} has no schema`);
    }
    if (requestBody && !schemas(requestBody.content).length) faults.push(`${name}: its body has no schema`);
  }
  expect(faults).toEqual([]);
  const names = operations.map(([, { operationId }]) => operationId);
  expect(new Set(names).size).toBe(names.length);
});

test('every route says which problems it can end with, as problem bodies', () => {
  const faults: string[] = [];
  for (const [name, { responses, security }] of operations) {
    const bad = Object.entries(responses).filter(([status]) => Number(status) >= 400);
    for (const [status, { content }] of bad) {
      if (!content?.['application/problem+json']?.schema) faults.push(`${name}: ${status} has no problem body`);
    }
    const statuses = bad.map(([status]) => status);
    if (name.includes('/v1/') && name !== 'GET /v1/oauth/callback' && !statuses.includes('400')) {
      faults.push(`${name}: no problems`);
    }
    if (security.length > 0 && !statuses.includes('401')) faults.push(`${name}: no 401`);
    if (name.includes('{') && !statuses.includes('404')) faults.push(`${name}: no 404`);
  }
  expect(faults).toEqual([]);
});

test('a problem is named once where it can end a route, and its type leads to a line that explains it', async () => {
  const named = operations.flatMap(([name, { responses }]) =>
    Object.values(responses).flatMap(({ description }) =>
      [...description.matchAll(/`(\w+)`:/g)].map(([, code]) => `${name} ${code}`),
    ),
  );
  expect(named.filter((one, index) => named.indexOf(one) !== index)).toEqual([]);
  const { body } = await house.anybody.call<Problem>('GET', '/v1/me');
  const [page, anchor] = body.type.split('#');
  expect(page).toBe('/docs');
  expect(document.info.description).toContain(`id="${anchor}"`);
});

test('the shapes people know have names, and every reference leads somewhere', () => {
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining([
      'Company',
      'CompanyInput',
      'Integration',
      'Mapping',
      'Problem',
      'Sync',
      'SyncDetail',
      'SyncSummary',
    ]),
  );
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!);
  const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect(references.filter((reference) => !known.includes(reference))).toEqual([]);
});

test('what webhooks are sent is described, with its schema', () => {
  const [{ post } = { post: undefined }] = Object.values(document.webhooks);
  expect(schemas(post?.requestBody?.content)).toEqual([{ $ref: '#/components/schemas/WebhookMessage' }]);
  expect(document.components.schemas['WebhookMessage']).toBeDefined();
});

describe('the page at /docs', () => {
  test('needs nothing from another server', async () => {
    const { status, body, headers } = await house.anybody.call<string>('GET', '/docs');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/html');
    const addresses = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
    expect(addresses.length).toBeGreaterThan(2);
    for (const address of addresses) {
      expect(address).not.toMatch(/^(https?:)?\/\//);
      const asset = await house.anybody.call('GET', new URL(address, `${house.url}/docs`).pathname);
      expect([address, asset.status]).toEqual([address, 200]);
    }
  });
});

interface Express {
  router: { stack: { route?: { path: string; methods: Record<string, boolean> } }[] };
}

function schemas(content: Record<string, { schema: object }> | undefined): object[] {
  return Object.values(content ?? {}).flatMap(({ schema }) => (schema ? [schema] : []));
}
