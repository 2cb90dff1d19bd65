import { fakeBrowser } from '@webext-core/fake-browser';
import { storedItem } from './storage';

afterEach(() => {
  jest.restoreAllMocks();
  fakeBrowser.reset();
});

it('reads with one call what is asked for in one go', async () => {
  const [name, size, gone] = [
    storedItem('local', 'name@1', ''),
    storedItem('local', 'size@1', 0),
    storedItem('local', 'gone@1', 'nothing'),
  ];
  await name.set('Acme');
  await size.set(7);
  const calls = jest.spyOn(fakeBrowser.storage.local, 'get');
  expect(await Promise.all([name.get(), size.get(), gone.get()])).toEqual(['Acme', 7, 'nothing']);
  expect(calls).toHaveBeenCalledTimes(1);
});

it('reads again what is asked for later', async () => {
  const name = storedItem('session', 'name@1', '');
  expect(await name.get()).toBe('');
  await name.set('Acme');
  expect(await name.get()).toBe('Acme');
});
