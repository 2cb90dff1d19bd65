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

it('reads what an older version had not kept as text', async () => {
  await fakeBrowser.storage.local.set({ 'token@1': 'one.two', 'choices@1': { target: 'odoo-1' } });
  expect(await storedItem('local', 'token@1', null).get()).toBe('one.two');
  expect(await storedItem('local', 'choices@1', null).get()).toEqual({ target: 'odoo-1' });
});

it('tells of a change what was kept', async () => {
  const count = storedItem('local', 'count@1', 0);
  const told: number[] = [];
  count.watch((value) => told.push(value));
  await count.set(3);
  await count.remove();
  expect(told).toEqual([3, 0]);
});
