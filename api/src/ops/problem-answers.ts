import { PROBLEMS, type ProblemCode } from '@integration-queue/shared/problem';
import { AppProblem } from './app-problem.js';
import { ID } from './examples/example.js';
import { exampleObjects } from './examples/give-examples.js';

/** An answer of the OpenAPI document. */
export interface ProblemAnswer {
  description: string;
  content: Record<string, { schema: object; examples: Record<string, object> }>;
}

/** Problems as answers, those of one status together. */
export function problemAnswers(codes: ProblemCode[]): [status: number, answer: ProblemAnswer][] {
  return [...Map.groupBy(new Set(codes), (code) => PROBLEMS[code][0])].map(([status, same]) => [
    status,
    {
      description: same.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}`).join('. '),
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: exampleObjects(Object.fromEntries(same.map((code) => [code, problemExample(code)]))),
        },
      },
    },
  ]);
}

function problemExample(code: ProblemCode) {
  const errors = code === 'invalid_request' ? [{ path: 'company.name', message: 'is missing' }] : undefined;
  return new AppProblem(code, errors ? 'company.name: is missing' : undefined, errors).body(ID.request);
}
