import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Preview } from '@integration-queue/shared/preview';
import type { Answer, ShownProblem } from '../protocol';

/** A pause in typing after which the preview is made anew. */
const PAUSE_MS = 500;

/** What is looked at: `of` tells it from any other, so that the preview of one is never shown as that of another. */
export interface PreviewWanted {
  of: string;
  ask(): Promise<Answer<Preview>>;
}

/** The last preview that came, or why there is none; `isAsking` while there is neither yet. */
export interface SeenPreview {
  preview: Preview | null;
  problem: ShownProblem | null;
  isAsking: boolean;
}

const NOTHING = { of: null, preview: null, problem: null };

/** Asks for a preview at once, and anew, after a pause, whenever `changes` do; null asks for nothing. */
export function usePreview(wanted: PreviewWanted | null, changes: unknown[]): SeenPreview {
  const of = wanted?.of ?? null;
  const seen = useSignal<{ of: string | null } & Omit<SeenPreview, 'isAsking'>>(NOTHING);
  useEffect(() => {
    if (!wanted) return;
    let isWanted = true;
    const timer = setTimeout(
      () =>
        void wanted.ask().then((answer) => {
          if (!isWanted) return;
          seen.value = answer.ok
            ? { of, preview: answer.value, problem: null }
            : { of, preview: null, problem: answer.problem };
        }),
      seen.value.of === of ? PAUSE_MS : 0,
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [of, ...changes]);
  const { preview, problem } = seen.value.of === of ? seen.value : NOTHING;
  return { preview, problem, isAsking: of !== null && !preview && !problem };
}
