import { useSignal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Sync } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { integrations } from '../live/page-state';
import { canDelete, canRetry } from './actions';
import { useRowWindow } from './row-window';
import { SyncRow, type RowActions, type RowDetails } from './sync-row';
import type { SyncList } from './sync-list-state';

interface Props {
  list: SyncList;
  actions: RowActions;
  openId: string | null;
  /** Where to start reading; told back by `onScroll`. */
  scrollTop?: number;
  onScroll?(scrollTop: number): void;
  /** What stands in front of each row. */
  before?(sync: Sync): ComponentChildren;
  /** What a row tells of where its entry goes and when it came, where that is chosen. */
  details?: RowDetails;
}

/** The rows, loading more as they are scrolled to, and moved through with the arrow keys. */
export function SyncListView({ list, actions, openId, scrollTop = 0, onScroll, before, details }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const current = useSignal<string | null>(openId);
  const names = new Map(integrations.value.map(({ id, name }) => [id, name]));
  const rows = list.rows.value;
  const currentIndex = Math.max(
    0,
    rows.findIndex(({ id }) => id === current.value),
  );
  const { drawn, height, look } = useRowWindow(scroller, {
    count: rows.length,
    current: currentIndex,
    scrollTop,
    isComplete: list.nextCursor.value === null,
  });

  useLayoutEffect(() => {
    // Even a scroll to where it is makes the browser lay out the page before its first paint.
    if (scrollTop) scroller.current?.scrollTo(0, scrollTop);
  }, []);
  useEffect(() => {
    list.isEngaged = () => {
      const element = scroller.current;
      return !!element && (element.scrollTop > 0 || element.matches(':hover, :focus-within'));
    };
  }, [list]);

  const rowActions: RowActions = {
    ...actions,
    delete(sync) {
      const element = scroller.current?.querySelector<HTMLElement>(`[data-id="${sync.id}"]`) ?? undefined;
      return deleteFrom(element, () => actions.delete(sync));
    },
  };

  return (
    <div
      class="list"
      ref={scroller}
      onScroll={({ currentTarget }) => {
        look();
        onScroll?.(currentTarget.scrollTop);
      }}
    >
      {list.newRows.value.length > 0 && (
        <button
          type="button"
          class="new-rows"
          onClick={() => {
            list.showNew();
            scroller.current?.scrollTo(0, 0);
          }}
        >
          {i18n.t('list.new', list.newRows.value.length, [formatNumber(list.newRows.value.length)])}
        </button>
      )}
      <ul
        aria-label={i18n.t('list.label')}
        style={{ height }}
        onFocusIn={({ target }) => (current.value = rowAt(target)?.dataset['id'] ?? null)}
        onKeyDown={(event) => onRowKey(event, rows, rowActions)}
      >
        {drawn.map(({ index, place }) => {
          const sync = rows[index]!;
          return (
            <SyncRow
              key={sync.id}
              sync={sync}
              integrationName={names.get(sync.integrationId) ?? sync.provider}
              actions={rowActions}
              isCurrent={index === currentIndex}
              isOpen={sync.id === openId}
              isGone={list.goneIds.value.has(sync.id)}
              place={place}
              details={details}
            >
              {before?.(sync)}
            </SyncRow>
          );
        })}
      </ul>
      {list.nextCursor.value !== null && <More list={list} scroller={scroller} />}
    </div>
  );
}

/** The end of what is loaded: loads more when it comes near, or when it is pressed. */
function More({ list, scroller }: { list: SyncList; scroller: RefObject<HTMLDivElement | null> }) {
  const end = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!end.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void list.loadMore(), {
      root: scroller.current,
      rootMargin: '400px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [list, list.nextCursor.value]);
  return (
    <button type="button" class="more" ref={end} onClick={() => void list.loadMore()}>
      {i18n.t('list.more')}
    </button>
  );
}

function onRowKey(event: KeyboardEvent, rows: Sync[], actions: RowActions): void {
  const element = rowAt(event.target);
  const sync = rows.find(({ id }) => id === element?.dataset['id']);
  if (!element || !sync || event.ctrlKey || event.metaKey || event.altKey) return;
  if ((event.target as HTMLElement).matches('input')) return;
  const list = element.parentElement!;
  const next = {
    ArrowDown: element.nextElementSibling,
    ArrowUp: element.previousElementSibling,
    Home: list.firstElementChild,
    End: list.lastElementChild,
  }[event.key];
  if (next) moveTo(next);
  else if (event.key === 'r' && canRetry(sync)) void actions.retry(sync);
  else if (event.key === 'Delete' && canDelete(sync)) void actions.delete(sync);
  else return;
  event.preventDefault();
}

/** Deletes a row. The focus must not be lost with the row it was in: it goes on to the one that takes its place. */
async function deleteFrom(element: HTMLElement | undefined, remove: () => Promise<unknown>): Promise<void> {
  const next = element?.nextElementSibling ?? element?.previousElementSibling ?? null;
  await remove();
  if (document.activeElement === document.body) moveTo(next);
}

const rowAt = (target: EventTarget | null) => (target as Element).closest<HTMLElement>('[data-id]');
const moveTo = (row: Element | null) => row?.querySelector<HTMLElement>('[data-row]')?.focus();
