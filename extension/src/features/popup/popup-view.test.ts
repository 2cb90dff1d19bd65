import { fakeBrowser } from '@webext-core/fake-browser';
import { newDraft } from '../page-company/send-draft';
import { draft, entryId, keepPopupView, popupViewItem } from './popup-view';
import type { PopupView } from './popup-view-item';

const list: PopupView['list'] = { filter: {}, rows: [], nextCursor: null };
const view = (scrollTop = 0): PopupView => ({
  owner: 'anna',
  list,
  scrollTop,
  entryId: entryId.value,
  draft: draft.value,
});
const open = () => (draft.value = newDraft({ name: 'Acme' }, '7'));

beforeEach(() => {
  fakeBrowser.reset();
  draft.value = null;
  entryId.value = null;
  jest.useFakeTimers();
});
afterEach(() => jest.useRealTimers());

it('keeps at once that a send was begun, is on its way, and was made', async () => {
  const changed = keepPopupView(view);
  open();
  changed();
  expect(await popupViewItem.get()).toMatchObject({ draft: { company: { name: 'Acme' } } });
  draft.value = { ...draft.value!, sendId: 's1' };
  changed();
  expect(await popupViewItem.get()).toMatchObject({ draft: { sendId: 's1' } });
  draft.value = null;
  changed();
  expect(await popupViewItem.get()).toMatchObject({ draft: null });
});

it('keeps at once that an entry was closed', async () => {
  entryId.value = '1';
  const changed = keepPopupView(view);
  entryId.value = null;
  changed();
  expect(await popupViewItem.get()).toMatchObject({ entryId: null });
});

it('is kept while it goes on changing, and not at every change', async () => {
  let scrollTop = 0;
  const read = jest.fn(() => view(scrollTop));
  const changed = keepPopupView(read);
  for (; scrollTop < 10; scrollTop++) {
    changed();
    jest.advanceTimersByTime(100);
  }
  expect((await popupViewItem.get())?.scrollTop).toBeGreaterThan(0);
  expect(read.mock.calls.length).toBeLessThan(10);
});

it('is kept as it is when the popup closes', async () => {
  const changed = keepPopupView(view);
  open();
  changed();
  draft.value = { ...draft.value!, object: 'task' };
  changed();
  dispatchEvent(new Event('pagehide'));
  expect(await popupViewItem.get()).toMatchObject({ draft: { object: 'task' } });
});
