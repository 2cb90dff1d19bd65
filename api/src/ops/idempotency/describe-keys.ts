import { type ProblemCode } from '@integration-queue/shared/problem';
import { problemAnswers, type ProblemAnswer } from '../problem-answers.js';
import { KEY_HEADER, NO_KEY } from './key-header.js';

interface Operation {
  parameters?: object[];
  responses: Record<string, Partial<ProblemAnswer>>;
}

const DESCRIPTION = 'The same key and body within 24 h get the same answer; the work is done once';
const PROBLEMS: ProblemCode[] = ['request_in_progress', 'answer_lost', 'idempotency_key_reused'];

/** Describes the `Idempotency-Key` of every POST that does not say why it takes none. */
export function describeKeys({ paths }: { paths: object }): void {
  for (const { post } of Object.values(paths) as { post?: Operation }[]) {
    if (!post || NO_KEY in post) continue;
    const parameters = (post.parameters ??= []);
    // A route that reads the key itself says how, and what that can end with.
    if (parameters.some((parameter) => 'name' in parameter && parameter.name === KEY_HEADER)) continue;
    parameters.push({
      name: KEY_HEADER,
      in: 'header',
      required: false,
      description: DESCRIPTION,
      schema: { type: 'string' },
    });
    for (const [status, { description, content }] of problemAnswers(PROBLEMS)) {
      const answer = (post.responses[status] ??= {});
      answer.description = [answer.description, description].filter(Boolean).join('. ');
      const [type, media] = Object.entries(content)[0]!;
      const known = answer.content?.[type];
      answer.content = { ...answer.content, [type]: { ...media, examples: { ...known?.examples, ...media.examples } } };
    }
  }
}
