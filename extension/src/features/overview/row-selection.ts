import { isSelected, select } from './selection';

/** The row ticked or unticked last: where a range begins. */
let anchor: string | null = null;

/** Ticks or unticks a row, with Shift all rows from the last one to it. `shown` are the ids of the list, in its order. */
export function tick(id: string, isTicked: boolean, { shown, isRange }: { shown: string[]; isRange: boolean }): void {
  const [from, to] = [anchor === null ? -1 : shown.indexOf(anchor), shown.indexOf(id)];
  const ids = isRange && from >= 0 && to >= 0 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  anchor = id;
  select(ids, isTicked);
}

/** Selecting by keys, from the row that has the focus: Space ticks it, Shift with an arrow takes the next one in. */
export function selectByKey(event: KeyboardEvent, shown: string[]): void {
  const id = rowOf(event.target);
  if (id === null || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === ' ' && isRowLink(event.target)) {
    event.preventDefault();
    if (!event.repeat) tick(id, !isSelected(id), { shown, isRange: event.shiftKey });
  } else if (event.shiftKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    // The list has moved the focus by now.
    const reached = rowOf(document.activeElement);
    tick(id, true, { shown, isRange: false });
    if (reached !== null) tick(reached, true, { shown, isRange: false });
  }
}

const isRowLink = (target: EventTarget | null) => target instanceof HTMLElement && target.matches('[data-row]');

function rowOf(target: EventTarget | null): string | null {
  return (target instanceof Element && target.closest<HTMLElement>('[data-id]')?.dataset['id']) || null;
}
