import type { OpenAPIObject } from '@nestjs/swagger';
import { ACCESS_EXAMPLES } from './access.js';
import { AUTOMATION_EXAMPLES } from './automation.js';
import { COMPANY_EXAMPLES } from './companies.js';
import type { Examples } from './example.js';
import { INTEGRATION_EXAMPLES } from './integrations.js';
import { SYNC_EXAMPLES } from './syncs.js';
import { PARAMETER_EXAMPLES, BODY_EXAMPLES } from './unnamed.js';

/** What each shape of the contract looks like, by its name in the OpenAPI document. */
export const EXAMPLES: Record<string, Examples> = {
  ...ACCESS_EXAMPLES,
  ...COMPANY_EXAMPLES,
  ...INTEGRATION_EXAMPLES,
  ...SYNC_EXAMPLES,
  ...AUTOMATION_EXAMPLES,
};

interface Media {
  schema?: { $ref?: string };
  example?: unknown;
  examples?: Record<string, { summary?: string; value: unknown }>;
}
type Content = Record<string, Media>;
interface Operation {
  operationId?: string;
  parameters?: { name: string; example?: unknown; schema?: { enum?: unknown[] } }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}

/** Gives every parameter, body and good answer of a document its examples, by the name of its schema. */
export function giveExamples({ paths, webhooks = {} }: OpenAPIObject & { webhooks?: object }): void {
  for (const path of Object.values({ ...paths, ...webhooks })) {
    for (const operation of Object.values(path as Record<string, Operation>)) {
      const { operationId = '', parameters = [], requestBody, responses } = operation;
      for (const parameter of parameters) {
        parameter.example ??= parameter.schema?.enum?.[0] ?? PARAMETER_EXAMPLES[parameter.name];
      }
      give(requestBody?.content, BODY_EXAMPLES[operationId]);
      for (const { content } of Object.values(responses)) {
        give(content, BODY_EXAMPLES[`${operationId}Answer`] ?? BODY_EXAMPLES[operationId]);
      }
    }
  }
}

function give(content: Content = {}, unnamed: Record<string, unknown> = {}): void {
  for (const [type, media] of Object.entries(content)) {
    const name = media.schema?.$ref?.split('/').at(-1) ?? '';
    if (Object.hasOwn(EXAMPLES, name)) media.examples = exampleObjects(EXAMPLES[name]!);
    else if (Object.hasOwn(unnamed, type)) media.example = unnamed[type];
  }
}

/** As OpenAPI has them. Their keys are what generators and the page call them by. */
export function exampleObjects(examples: Examples): Record<string, { summary: string; value: unknown }> {
  return Object.fromEntries(
    Object.entries(examples).map(([summary, value]) => [summary.replace(/\W+/g, '_'), { summary, value }]),
  );
}
