import type { Answer } from '../protocol';
import { editedList } from './edited-list';

interface Item {
  id: string;
  pace: string;
  isOn: boolean;
}

/** Everything that follows without a further answer has happened. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A server that answers when it is told to. */
function slowServer() {
  const stored: Item = { id: 'a', pace: 'at_once', isOn: true };
  const waiting: (() => void)[] = [];
  const later = <T>(answer: () => Answer<T>) =>
    new Promise<Answer<T>>((resolve) => waiting.push(() => resolve(answer())));
  return {
    read: () => later(() => ({ ok: true, value: { items: [{ ...stored }] } })),
    change: (change: Partial<Item>) => () => later(() => ({ ok: true, value: Object.assign(stored, change) })),
    refuse: () => later<Item>(() => ({ ok: false, problem: { code: 'forbidden' } as never })),
    /** Answers the oldest call that waits. */
    async answerNext() {
      await settled();
      waiting.shift()?.();
      await settled();
    },
    get calls() {
      return waiting.length;
    },
  };
}

async function loaded() {
  const server = slowServer();
  const { list, load, change } = editedList(server.read);
  void load();
  await server.answerNext();
  return { server, shown: () => list.value?.items[0], load, change };
}

it('keeps the second of two quick changes while the first is answered', async () => {
  const { server, shown, change } = await loaded();
  void change(server.change({ pace: 'daily' }), { id: 'a', pace: 'daily' });
  void change(server.change({ isOn: false }), { id: 'a', isOn: false });
  await server.answerNext();
  expect(shown()).toEqual({ id: 'a', pace: 'daily', isOn: false });
  await server.answerNext();
  await server.answerNext();
  expect(shown()).toEqual({ id: 'a', pace: 'daily', isOn: false });
  expect(server.calls).toBe(0);
});

it('does not show an answer that is older than a change', async () => {
  const { server, shown, load, change } = await loaded();
  void load();
  void change(server.change({ isOn: false }), { id: 'a', isOn: false });
  await server.answerNext();
  expect(shown()?.isOn).toBe(false);
});

it('shows what the server has where a change was refused', async () => {
  const { server, shown, change } = await loaded();
  const changed = change(() => server.refuse(), { id: 'a', isOn: false });
  await server.answerNext();
  await server.answerNext();
  expect(await changed).toBeNull();
  expect(shown()?.isOn).toBe(true);
});
