import { signal } from '@preact/signals';
import { fakeBrowser } from '@webext-core/fake-browser';
import { storeSession } from '../../../test/support/sign-in';
import { loadPageState } from '../live/page-state';
import { guardUnsaved, tellOpen } from './unsaved';

/** Whether the browser would ask before it closes the page. */
const asks = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));

it('asks before unsaved changes are lost, but not whoever signs in after the member who made them', async () => {
  fakeBrowser.reset();
  const isDirty = signal(false);
  tellOpen('mapping', [{ draft: { isDirty } }]);
  guardUnsaved();
  await storeSession('https://queue.example.com', { memberId: 'ada' });
  await loadPageState(() => undefined);
  expect(asks()).toBe(false);
  isDirty.value = true;
  expect(asks()).toBe(true);
  await storeSession('https://queue.example.com', { memberId: 'bob' });
  expect(asks()).toBe(false);
});
