import type { Integration } from '@integration-queue/shared/integration';
import { chooseTarget } from './send-choices';

const integration = (id: string, status: Integration['status'] = 'active') => ({ id, status }) as Integration;
const all = [integration('a', 'paused'), integration('b'), integration('c', 'needs_attention')];
const chosen = (wanted?: string, last?: string | null) => chooseTarget(all, wanted, last)?.id;

it('is the one that is shown, else the one sent to last, else the first that works', () => {
  expect(chosen('c', 'a')).toBe('c');
  expect(chosen(undefined, 'a')).toBe('a');
  expect(chosen(undefined, null)).toBe('b');
});

it('is never one that was removed since', () => {
  expect(chosen('gone', 'gone')).toBe('b');
  expect(chooseTarget([], 'a', 'a')).toBeNull();
});
