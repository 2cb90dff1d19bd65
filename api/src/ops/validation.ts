import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import type { ProblemItem } from '@integration-queue/shared/problem';
import * as v from 'valibot';
import { AppProblem } from './app-problem.js';
import { storable } from './storable.js';

/** Most places an error answer names, and most characters of the name of a key nobody knows. */
const MOST_ISSUES = 100;
const LONGEST_KEY = 100;
/** Levels a body may nest: far beyond any schema of ours, and far below what ends a recursion. */
const DEEPEST = 32;

type Issue = v.BaseIssue<unknown>;

/** Checks bodies, queries and path parameters against the schema named at the parameter. */
class ValidationPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const schema = metadata.schema as v.GenericSchema | undefined;
    if (!schema || !this.toValidate(metadata)) return value;
    if (isTooDeep(value)) throw new AppProblem('invalid_request', 'The request nests too deeply');
    this.stripProtoKeys(value);
    if (metadata.type === 'query') refuseRepeated(value);
    const result = check(schema, storable(value));
    if ('output' in result) return result.output as T;
    const [first] = result.issues;
    const detail = first && [first.path, first.message].filter(Boolean).join(': ');
    throw new AppProblem('invalid_request', detail, result.issues);
  }
}
export const VALIDATION = new ValidationPipe();

/** No parameter of ours is a list: one that is given twice is a mistake, and which was meant is not to be guessed. */
function refuseRepeated(query: unknown): void {
  const repeated = Object.entries(query as object).filter(([, value]) => Array.isArray(value));
  const issues = repeated.map(([path]) => ({ path: path.slice(0, LONGEST_KEY), message: 'was given more than once' }));
  if (issues[0])
    throw new AppProblem('invalid_request', `${issues[0].path}: ${issues[0].message}`, issues.slice(0, MOST_ISSUES));
}

/** Whether a value nests deeper than any body of ours does. */
export function isTooDeep(value: unknown): boolean {
  return isDeeperThan(DEEPEST, value);
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** Checks a value the way a route's schema does. */
export function check<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
): { output: v.InferOutput<S> } | { issues: ProblemItem[] } {
  const result = v.safeParse(schema, value);
  return result.success ? { output: result.output } : { issues: describeIssues(result.issues) };
}

/** `path` and `message` of what a schema found, `path` like `items.3.company.name`. */
function describeIssues(issues: readonly Issue[]): ProblemItem[] {
  return issues.slice(0, MOST_ISSUES).map((issue) => ({
    path: (issue.path ?? []).map(({ key }) => String(key).slice(0, LONGEST_KEY).toWellFormed()).join('.'),
    message: describe(issue),
  }));
}

/** Valibot's own words are for programmers, and repeat what came in, which may be a secret, or long. */
function describe(issue: Issue): string {
  const { kind, type, expected, received, message, path } = issue;
  if (kind !== 'schema') return message.startsWith('Invalid ') ? describeLimit(issue) : message;
  if (type === 'strict_object' && expected === 'never') return 'is not known here';
  if (received === 'undefined') return path ? 'is missing' : 'a JSON object is needed';
  return message.startsWith('Invalid ') ? `must be ${readExpected(expected ?? 'something else')}` : message;
}

/** Where a schema of ours says nothing of its own about a limit. */
function describeLimit({ type, input, requirement, message }: Issue): string {
  const limit = String(requirement);
  const counted = typeof input === 'string' ? 'characters' : 'entries';
  switch (type) {
    case 'max_length':
      return `must have at most ${limit} ${counted}`;
    case 'min_length':
      return requirement === 1 ? 'must not be empty' : `must have at least ${limit} ${counted}`;
    case 'max_value':
      return `must be at most ${limit}`;
    case 'min_value':
      return `must be at least ${limit}`;
    case 'integer':
      return 'must be a whole number';
    default:
      return message.replace(/^Invalid [\w ]+: Expected (.*?)( but received .*)?$/s, 'must be $1');
  }
}

function readExpected(expected: string): string {
  if (expected.includes(' | ')) return `one of ${expected.replace(/^\(|\)$/g, '').replaceAll(' | ', ', ')}`;
  const name = /^(Object|Array)$/.test(expected) ? expected.toLowerCase() : expected;
  return /^[a-z]/.test(name) ? `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}` : name;
}
