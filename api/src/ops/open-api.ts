import { applyDecorators, HttpCode, type INestApplication } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiResponse,
  DocumentBuilder,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';
import { type ProblemCode, problemSchema } from '@integration-queue/shared/problem';
import { webhookMessageSchema } from '@integration-queue/shared/webhook-message';
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { OVERVIEW, TAGS } from './api-overview.js';
import { DOCS_PAGE } from './docs-page.js';
import { giveExamples } from './examples/give-examples.js';
import { describeKeys } from './idempotency/describe-keys.js';
import { MESSAGE_DOCS } from './message-docs.js';
import { asDescribed, NAMED_SCHEMAS, nameOf } from './named-schemas.js';
import { problemAnswers } from './problem-answers.js';

export interface Documentation {
  /** Of the usual answer; 200 where absent. */
  status?: number;
  /** The usual answer's body; absent for none. */
  answer?: v.GenericSchema;
  /** Bodies of the usual answer that are no JSON, by content type. */
  content?: Record<string, { schema: { type: 'string'; description?: string } }>;
  /** What one line of the usual answer is, where that is a stream of JSON lines. */
  lines?: v.GenericSchema;
  /** Other good answers. */
  others?: Record<number, { description: string; answer?: v.GenericSchema }>;
  /** Problems beside those every route has. */
  problems?: ProblemCode[];
  /** The route takes nothing and counts against no limit: it has no problems but those named. */
  plain?: boolean;
}

/** What a route does, what it answers, and which problems it can end with. Also sets the status of its usual answer. */
export function Documented(
  summary: string,
  {
    status = 200,
    answer,
    lines,
    content = lines && linesOf(lines),
    others = {},
    problems = [],
    plain = false,
  }: Documentation = {},
): MethodDecorator {
  return applyDecorators(
    HttpCode(status),
    ApiOperation({ summary }),
    content ? ApiResponse({ status, description: 'Done', content }) : describeAnswer(status, { answer }),
    ...Object.entries(others).map(([other, description]) => describeAnswer(Number(other), description)),
    ...describeProblems(plain ? problems : ['invalid_request', 'rate_limited', 'internal', ...problems]),
  );
}

/** The route reads JSON lines, of this kind each, as they come in. */
export function TakesLines(schema: v.GenericSchema): MethodDecorator {
  const content = linesOf(schema);
  const { schema: whole } = content['application/x-ndjson'];
  return applyDecorators(ApiConsumes('application/x-ndjson'), ApiBody({ schema: whole, required: true }));
}

/** A body of JSON lines. OpenAPI has no place for their schema before 3.2, so that it is told in words and as `x-line`. */
function linesOf(schema: v.GenericSchema) {
  const name = nameOf(schema);
  const description = `JSON lines (NDJSON): one \`${name}\` a line, UTF-8, ended by a line feed`;
  const line = { $ref: `#/components/schemas/${name}` };
  return { 'application/x-ndjson': { schema: { type: 'string' as const, description, 'x-line': line } } };
}

function describeAnswer(
  status: number,
  { description, answer }: { description?: string; answer?: v.GenericSchema | undefined },
): MethodDecorator {
  return ApiResponse({
    status,
    description: description ?? (answer ? 'Done' : 'Done, nothing to say'),
    ...(answer ? { standardSchema: answer as never } : {}),
  });
}

/** Problems as answers, those of one status together. */
export function describeProblems(codes: ProblemCode[]): (MethodDecorator & ClassDecorator)[] {
  return problemAnswers(codes).map(([status, answer]) => ApiResponse({ status, ...answer }));
}

/** Serves `/openapi.json` and the page `/docs`, from this server alone. */
export function serveOpenApi(app: INestApplication, url: string): void {
  SwaggerModule.setup('docs', app, () => describeApi(app, url), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    ...DOCS_PAGE,
  });
}

function describeApi(app: INestApplication, url: string): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Integration Queue')
    .setDescription(OVERVIEW)
    .setVersion('1.0.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(url)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A session token or an API key' });
  for (const [name, description] of TAGS) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    standardSchemaConverter: (schema, { schemaType }) => convert(schema as v.GenericSchema, schemaType),
    operationIdFactory: (_controller, method) => method,
  });
  const schemas = [problemSchema, webhookMessageSchema].map((schema) => convert(schema, 'output').components);
  document.components = {
    ...document.components,
    schemas: Object.assign({ ...document.components?.schemas }, ...schemas) as Record<string, object>,
  };
  const whole = Object.assign(document, { webhooks: structuredClone(MESSAGE_DOCS) });
  sayWhatIsOpen(whole);
  describeKeys(whole);
  sayProblemsOnce(whole);
  sayWhichBodiesMayBeAbsent(whole);
  giveExamples(whole);
  return whole;
}

interface Described {
  security?: object[];
  responses: Record<string, { description: string }>;
  requestBody?: { required?: boolean; content: Record<string, { schema: object }> };
}

const operationsOf = ({ paths }: OpenAPIObject) =>
  Object.values(paths).flatMap((path) => Object.values(path as Record<string, Described>));

/** Says of each operation anybody may call that it is meant so. */
function sayWhatIsOpen(document: OpenAPIObject): void {
  for (const operation of operationsOf(document)) operation.security ??= [];
}

/** A problem told by a route and by the guard before it is still one. */
function sayProblemsOnce(document: OpenAPIObject): void {
  for (const { responses } of operationsOf(document)) {
    for (const response of Object.values(responses)) {
      const told = response.description.split(/\n+|\. (?=`)/);
      response.description = [...new Set(told)].join('. ');
    }
  }
}

/** Those that have a default; Nest's generator asks for every body. */
function sayWhichBodiesMayBeAbsent(document: OpenAPIObject): void {
  for (const { requestBody } of operationsOf(document)) {
    if (requestBody && Object.values(requestBody.content).every(({ schema }) => 'default' in schema)) {
      requestBody.required = false;
    }
  }
}

/** A schema of ours as JSON Schema, with the named ones it is made of. Checks JSON Schema has no words for are left out. */
function convert(schema: v.GenericSchema, schemaType: 'input' | 'output') {
  const json = toJsonSchema(asDescribed(schema), {
    errorMode: 'ignore',
    typeMode: schemaType,
    target: 'draft-2020-12',
    definitions: NAMED_SCHEMAS,
  });
  const referring = JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $defs = {}, ...converted } = JSON.parse(referring) as { $defs?: Record<string, object>; $schema?: string };
  delete converted.$schema;
  return { schema: converted, components: $defs };
}
