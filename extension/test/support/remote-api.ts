import { fakeBrowser } from '@webext-core/fake-browser';
import type { Api } from '@integration-queue/shared';
import { onMessage, type PageCall } from '@/features/protocol';

type Answers = { [K in PageCall]?: (...args: Parameters<Api[K]>) => Awaited<ReturnType<Api[K]>> | ReturnType<Api[K]> };
type Call = [name: PageCall, ...args: unknown[]];

let stop = () => {};

/** Answers what a page asks of the API, in the background's place. What was asked is in the answered list, newest last. */
export function answerCalls(answers: Answers): Call[] {
  const asked: Call[] = [];
  const messages = fakeBrowser.runtime.onMessage as { trigger(...args: unknown[]): unknown };
  // The fake browser answers by promise alone, and who asks waits for the callback and looks for an error.
  Object.assign(fakeBrowser.runtime, {
    lastError: undefined,
    sendMessage: (message: unknown, respond: (answer: unknown) => void) => messages.trigger(message, {}, respond),
  });
  stop();
  stop = onMessage('callApi', async ({ data: { name, args } }) => {
    asked.push([name, ...args]);
    const answer = answers[name] as ((...args: unknown[]) => unknown) | undefined;
    if (!answer) return { ok: false, problem: { code: 'not_found', message: `Nobody answers ${name} here` } };
    return { ok: true, value: await answer(...args) };
  });
  return asked;
}
