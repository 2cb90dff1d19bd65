import type { OutboxEntry } from '../outbox/outbox-entry';
import { newDraft, stillToSend } from './send-draft';

const draft = newDraft({ name: 'Acme' }, '7');
const onItsWay = { ...draft, sendId: 's1' };
const entry = (id: string, state: OutboxEntry['state']) => ({ id, state }) as OutboxEntry;

it('opens a draft again that nobody sent', () => {
  expect(stillToSend(draft, [entry('s1', 'refused')])).toEqual(draft);
});

it.each([
  ['arrived', []],
  ['waits in the outbox', [entry('s1', 'waiting')]],
  ['may have arrived', [entry('s1', 'maybe_sent')]],
  ['arrived, and another was refused', [entry('s2', 'refused')]],
])('does not open one again whose send %s after the popup closed', (_, outbox) => {
  expect(stillToSend(onItsWay, outbox)).toBeNull();
});

it('opens one again, to be mended, whose send was refused after the popup closed', () => {
  expect(stillToSend(onItsWay, [entry('s1', 'refused')])).toEqual(draft);
});
