import { signal } from '@preact/signals';

/** Whether a send is under way: its buttons wait for it. */
export const isSending = signal(false);

/** Runs a send, unless one is under way: a button pressed twice sends once. */
export async function onlyOnce(send: () => Promise<void>): Promise<void> {
  if (isSending.value) return;
  isSending.value = true;
  try {
    await send();
  } finally {
    isSending.value = false;
  }
}
