import type { SavedView, SyncList } from './sync-list-state';

/** Rows of the first paint: a tall window's worth. The 50 of a whole page take five times as long to build. */
const FIRST_ROWS = 16;

/** Shows the first rows of a view; the others come once these are painted, when the answered function is called. */
export function restoreFirst(list: SyncList, view: SavedView, firstRowCount = FIRST_ROWS): () => Promise<void> {
  const firstRows = view.rows.slice(0, firstRowCount);
  list.restore({ ...view, rows: firstRows, nextCursor: null });
  return async () => {
    await painted();
    // Otherwise something newer is shown by now.
    if (list.rows.peek() === firstRows) list.restore(view);
  };
}

/**
 * Settles when what was rendered can be seen. That is one frame later: a task begun within the first would still have to
 * share the processor with what puts it on the screen. A hidden page has no frames.
 */
const painted = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
    if (document.hidden) resolve();
  });
