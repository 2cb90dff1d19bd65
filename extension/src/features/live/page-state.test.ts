import { fakeBrowser } from '@webext-core/fake-browser';
import { storeSession } from '../../../test/support/sign-in';
import { accountItem, ownerOf } from '../session/account';
import { account, loadPageState } from './page-state';

const SERVER = 'https://queue.example.com';
const shown = () => account.value && ownerOf(account.value);
const reload = jest.fn();

beforeEach(() => {
  fakeBrowser.reset();
  reload.mockReset();
});

it('starts again, and shows nobody anything until then, where another member signs in while it is open', async () => {
  const ada = await storeSession(SERVER, { memberId: 'ada' });
  await loadPageState(reload);
  expect(shown()).toBe(ownerOf(ada));
  await accountItem.remove();
  expect([shown(), reload.mock.calls.length]).toEqual([null, 0]);
  await storeSession(SERVER, { memberId: 'bob' });
  expect([shown(), reload.mock.calls.length]).toEqual([null, 1]);
});

it('starts again where one member follows the other without a break', async () => {
  await storeSession(SERVER, { memberId: 'ada' });
  await loadPageState(reload);
  await storeSession(SERVER, { memberId: 'bob' });
  expect([shown(), reload.mock.calls.length]).toEqual([null, 1]);
});

it('remembers the member who signed in after it was opened', async () => {
  await loadPageState(reload);
  const ada = await storeSession(SERVER, { memberId: 'ada' });
  expect([shown(), reload.mock.calls.length]).toEqual([ownerOf(ada), 0]);
  await storeSession(SERVER, { memberId: 'bob' });
  expect(reload).toHaveBeenCalledTimes(1);
});

it('stays where the same member signs in again', async () => {
  const ada = await storeSession(SERVER);
  await loadPageState(reload);
  await accountItem.remove();
  await accountItem.set({ ...ada, member: { ...ada.member, name: 'Ada L.' } });
  expect([account.value?.member.name, reload.mock.calls.length]).toEqual(['Ada L.', 0]);
});
