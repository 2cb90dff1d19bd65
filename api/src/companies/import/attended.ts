import { AppProblem } from '../../ops/app-problem.js';
import { unlessEnded } from '../../ops/unless-ended.js';

/** Why an import ends that somebody cancelled. */
export class ImportCancelled extends Error {}

export interface Attention {
  /** Ends the import, whoever aborts it. */
  ending: AbortController;
  /** A sender who says nothing for so long ends it. The time in which we do not ask for more does not count. */
  silenceMs: number;
  /** Called where it ends while the sender is silent. */
  hangUp: () => void;
}

/** Bytes as they come in, until the import is ended, also while nothing comes. */
export async function* attended(
  bytes: AsyncGenerator<Buffer>,
  { ending, silenceMs, hangUp }: Attention,
): AsyncGenerator<Buffer> {
  for (;;) {
    ending.signal.throwIfAborted();
    const silence = setTimeout(() => ending.abort(tooSilent(silenceMs)), silenceMs);
    ending.signal.addEventListener('abort', hangUp);
    const portion = await unlessEnded(bytes.next(), ending.signal).finally(() => {
      clearTimeout(silence);
      ending.signal.removeEventListener('abort', hangUp);
    });
    if (portion.done) return;
    yield portion.value;
  }
}

function tooSilent(silenceMs: number): AppProblem {
  return new AppProblem('invalid_import', `Nothing came for ${silenceMs / 1000} seconds`);
}
