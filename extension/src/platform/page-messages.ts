import { browser } from 'wxt/browser';
import type { Sender } from './messaging';

/**
 * Messages between content scripts and the background. Apart from those of our own pages, because the library for these
 * would be the largest part of what is injected into a page. Its listeners pass over what carries no `type`.
 */
interface PageMessage {
  ask: string;
  data: unknown;
}

/** Asks the background; again where the browser ended the worker before it had answered. Rejects where nobody answers. */
export async function askBackground(ask: string, data: unknown): Promise<unknown> {
  const question = async () => {
    const answer: { value: unknown } | undefined = await browser.runtime.sendMessage({
      ask,
      data,
    } satisfies PageMessage);
    if (!answer) throw new Error('Nobody answered');
    return answer.value;
  };
  return question().catch(question);
}

/** Answers what content scripts ask under a name. Others may ask as well: look at the sender. */
export function answerPage(name: string, answer: (data: unknown, sender: Sender) => Promise<unknown>): void {
  browser.runtime.onMessage.addListener((message: PageMessage, sender, respond) => {
    if (message.ask !== name) return undefined;
    answer(message.data, sender as Sender).then(
      (value) => respond({ value }),
      () => respond(undefined),
    );
    // It is answered later.
    return true;
  });
}

/** Tells the content scripts of some tabs; those that have none do not hear it. */
export async function tellTabs(tabIds: readonly number[], ask: string): Promise<void> {
  const tell = (id: number) => browser.tabs.sendMessage(id, { ask, data: null } satisfies PageMessage);
  await Promise.all(tabIds.map((id) => tell(id).catch(() => undefined)));
}

/** Hears what the background tells, until the signal is aborted. */
export function hearBackground(name: string, signal: AbortSignal, hear: () => void): void {
  const listener = (message: PageMessage) => {
    if (message.ask === name) hear();
  };
  browser.runtime.onMessage.addListener(listener);
  signal.addEventListener('abort', () => browser.runtime.onMessage.removeListener(listener));
}
