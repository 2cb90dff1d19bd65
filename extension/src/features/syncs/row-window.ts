import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** A list up to this long is drawn whole. */
const MOST_WHOLE = 200;
/** Rows drawn above and below those in sight, so that none is missing while the list is scrolled. */
const BEYOND = 30;
/** In pixels, until a row was seen. */
const USUAL_HEIGHT = 48;

interface Sight {
  /** Indexes of the rows at the upper and the lower edge. */
  first: number;
  last: number;
  /** In pixels, the same for every row. */
  height: number;
}

/** A row to draw. In a long list it says where it is: how far below the row drawn before it, and which of how many. */
export interface DrawnRow {
  index: number;
  place?: { style: { marginTop: string }; 'aria-posinset': number; 'aria-setsize': number };
}

/**
 * The rows to draw: all of a short list; of a long one those near to what is in sight, the first and the last, and the
 * one the keyboard is at with its neighbours, so that keys lead from row to row as if all were there. `look` is called
 * when the list was scrolled; `height` is that of the whole list, where it is not drawn whole.
 */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  { count, current, scrollTop, isComplete }: { count: number; current: number; scrollTop: number; isComplete: boolean },
): { drawn: DrawnRow[]; height?: string; look(): void } {
  const sight = useSignal(sightOf(scrollTop, innerHeight, USUAL_HEIGHT));
  const look = () => {
    const element = scroller.current;
    // Of a list that goes, the size changes before the observer is taken away.
    if (!element) return;
    const { scrollTop, clientHeight } = element;
    const row = element.querySelector<HTMLElement>('.row');
    const seen = sightOf(scrollTop, clientHeight, row?.offsetHeight || USUAL_HEIGHT);
    const { first, last, height } = sight.peek();
    const moved = Math.max(Math.abs(seen.first - first), Math.abs(seen.last - last));
    if (moved > BEYOND / 2 || seen.height !== height) sight.value = seen;
  };
  useEffect(() => {
    const observer = new ResizeObserver(look);
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, []);

  const all = Array.from({ length: count }, (_, index): DrawnRow => ({ index }));
  if (count <= MOST_WHOLE) return { drawn: all, look };
  const { first, last, height } = sight.value;
  const drawn = all.filter(
    ({ index }) =>
      (index >= first - BEYOND && index <= last + BEYOND) ||
      Math.abs(index - current) <= 1 ||
      index === 0 ||
      index === count - 1,
  );
  drawn.forEach((row, n) => {
    row.place = {
      style: { marginTop: `${(row.index - (drawn[n - 1]?.index ?? -1) - 1) * height}px` },
      'aria-posinset': row.index + 1,
      'aria-setsize': isComplete ? count : -1,
    };
  });
  return { drawn, height: `${count * height}px`, look };
}

const sightOf = (top: number, visible: number, height: number): Sight => ({
  first: Math.floor(top / height),
  last: Math.ceil((top + visible) / height),
  height,
});
