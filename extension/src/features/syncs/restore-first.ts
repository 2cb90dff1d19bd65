import type { SavedView, SyncList } from './sync-list-state';

/**
 * Rows of the first paint: as many as can be seen, and at least those up to which a row is laid out in any case
 * (`content-visibility` in `syncs.css`). The 50 of a whole page would take three times as long. A row has 48 pixels, and
 * what stands around the list at least 200.
 */
const firstRows = () => Math.max(16, Math.ceil((innerHeight - 152) / 48));

/** Shows the first rows of a view; the others come once these are painted, when the answered function is called. */
export function restoreFirst(list: SyncList, view: SavedView, firstRowCount = firstRows()): () => Promise<void> {
  const rows = view.rows.slice(0, firstRowCount);
  list.restore({ ...view, rows, nextCursor: null });
  return async () => {
    await painted();
    // Otherwise something newer is shown by now.
    if (list.rows.peek() === rows) list.restore(view);
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
