import { signal } from '@preact/signals';
import { storedItem } from '@/platform/storage';

/** Filters somebody gave a name: the query of the page's address, like `?status=error&period=week`. */
export interface NamedView {
  name: string;
  query: string;
  /** Whether the page opens with it where its address names nothing. At most one is. */
  isDefault: boolean;
}

/** Named views by member; kept when they sign out, for when they come back. */
export const namedViewsItem = storedItem<Record<string, NamedView[]>>('local', 'views@1', {});

const stored = signal(namedViewsItem.fallback);

/** Reads all views and keeps them up to date. */
export async function loadNamedViews(): Promise<void> {
  stored.value = await namedViewsItem.get();
  namedViewsItem.watch((all) => (stored.value = all));
}

/** A member's views. */
export const namedViewsOf = (owner: string): NamedView[] => stored.value[owner] ?? [];

/** Stores a change of a member's views. */
export async function changeNamedViews(owner: string, change: (views: NamedView[]) => NamedView[]): Promise<void> {
  await namedViewsItem.change((all) => ({ ...all, [owner]: change(all[owner] ?? []) }));
}

/** With one more view; one of the same name is replaced. */
export function withView(views: NamedView[], name: string, query: string): NamedView[] {
  const known = views.find((view) => view.name === name);
  if (known) return views.map((view) => (view === known ? { ...view, query } : view));
  return [...views, { name, query, isDefault: false }];
}

/** With another name for a view; as it was where the name is taken or empty. */
export function withName(views: NamedView[], before: string, name: string): NamedView[] {
  if (!name || views.some((view) => view.name === name)) return views;
  return views.map((view) => (view.name === before ? { ...view, name } : view));
}

export function withoutView(views: NamedView[], name: string): NamedView[] {
  return views.filter((view) => view.name !== name);
}

/** With this view as the one the page opens with; with none where it was that before. */
export function withDefault(views: NamedView[], name: string): NamedView[] {
  return views.map((view) => ({ ...view, isDefault: view.name === name && !view.isDefault }));
}
