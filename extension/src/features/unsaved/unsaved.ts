import { computed, effect, signal } from '@preact/signals';
import { isOthers } from '../live/page-state';

/** Something that is being changed on a page. */
interface Unsaved {
  draft: { isDirty: { readonly value: boolean } };
}
/** The pages of the options that keep what is not saved while another is looked at. */
type KeepingPage = 'mapping' | 'triggers';

/** What is open on each page. It lives here and not with the screens, because the navigation beside tells of it. */
const open = signal<Partial<Record<KeepingPage, readonly Unsaved[]>>>({});

/** Says what is open on a page now. */
export function tellOpen(page: KeepingPage, editors: Iterable<Unsaved>): void {
  open.value = { ...open.value, [page]: [...editors] };
}

/** Whether a change on a page is not saved; whoever renders by it is told when that changes. */
export const isUnsaved = (page: KeepingPage): boolean =>
  open.value[page]?.some(({ draft }) => draft.isDirty.value) ?? false;

const isAnyUnsaved = computed(() => isUnsaved('mapping') || isUnsaved('triggers'));

/** Lets the browser ask before it closes a page with unsaved changes, except to another member: they are not theirs to keep. */
export function guardUnsaved(): void {
  const ask = (event: BeforeUnloadEvent) => {
    if (!isOthers) event.preventDefault();
  };
  effect(() => {
    if (!isAnyUnsaved.value) return;
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  });
}
