import { browser } from 'wxt/browser';
import { isOwnPage } from './messaging';

/** One step of a text that is read piece by piece: asked for by the page, answered by the background. */
type Piece<P> = { text: string } | { end: true } | { problem: P };

/**
 * The background's side: opens the text a page of ours asks for, and gives it one piece for each it asks for, so that
 * nothing piles up and a long text keeps the worker awake. A page that leaves or stops ends it.
 */
export function serveText<R, P>(
  name: string,
  open: (request: R) => Promise<ReadableStream<Uint8Array>>,
  problemOf: (error: unknown) => P,
): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== name) return;
    if (!port.sender || !isOwnPage(port.sender)) return port.disconnect();
    let reader: ReadableStreamDefaultReader<string> | undefined;
    let isGone = false;
    const readOn = async (request: R | undefined): Promise<Piece<P>> => {
      if (request !== undefined) {
        // The byte order mark is part of the file.
        const decoder = new TextDecoderStream('utf-8', { ignoreBOM: true });
        reader = (await open(request)).pipeThrough(decoder as TransformStream<Uint8Array, string>).getReader();
        if (isGone) await reader.cancel();
      }
      const { done, value } = (await reader?.read()) ?? { done: true };
      return done ? { end: true } : { text: value };
    };
    port.onMessage.addListener(({ request }: { request?: R }) => {
      void readOn(request)
        .catch((error: unknown): Piece<P> => ({ problem: problemOf(error) }))
        .then((piece) => {
          if (!isGone) port.postMessage(piece);
        });
    });
    port.onDisconnect.addListener(() => {
      isGone = true;
      void reader?.cancel().catch(() => undefined);
    });
  });
}

/**
 * A page's side: the pieces of a text, in order. Leaving the loop ends the reading. Throws `TextProblem` with what the
 * background says, or without where the worker ended.
 */
export async function* readText<R, P>(name: string, request: R): AsyncGenerator<string, void, undefined> {
  const port = browser.runtime.connect({ name });
  let answer: (piece: Piece<P> | null) => void = () => undefined;
  port.onMessage.addListener((piece: Piece<P>) => answer(piece));
  port.onDisconnect.addListener(() => answer(null));
  const next = (message: { request?: R }) =>
    new Promise<Piece<P> | null>((resolve) => {
      answer = resolve;
      port.postMessage(message);
    });
  try {
    for (let piece = await next({ request }); ; piece = await next({})) {
      if (piece === null) throw new TextProblem<P>(null);
      if ('problem' in piece) throw new TextProblem<P>(piece.problem);
      if ('end' in piece) return;
      yield piece.text;
    }
  } finally {
    port.disconnect();
  }
}

/** A text that could not be read to its end. */
export class TextProblem<P> extends Error {
  override readonly name = 'TextProblem';
  constructor(readonly problem: P | null) {
    super('The text could not be read to its end');
  }
}
