import { signal } from '@preact/signals';
import { hasNotifications, requestNotifications } from '@/platform/notifications';
import { onPermissionsChange } from '@/platform/permissions';
import { notificationKindsItem, type NotificationKind, type NotificationKinds } from './notification-kinds';

/** Which kinds are switched on and allowed by the browser; null until read. */
export const notificationKinds = signal<NotificationKinds | null>(null);

/** Reads which kinds are on, and keeps it true while the user allows or forbids them in the browser's own settings. */
export async function loadNotificationKinds(): Promise<void> {
  if (notificationKinds.value) return;
  notificationKindsItem.watch(() => void read());
  onPermissionsChange(() => void read());
  await read();
}

/**
 * Switches a kind on, with the browser's permission, or off; answers whether that was possible. Call it in the click
 * handler before any `await`.
 */
export async function switchNotification(kind: NotificationKind, isOn: boolean): Promise<boolean> {
  if (isOn && !(await requestNotifications())) return false;
  // What was on when the browser was told to forbid it was seen as off, and must not come back with another kind.
  const seen = notificationKinds.value;
  notificationKinds.value = await notificationKindsItem.change((stored) => ({ ...(seen ?? stored), [kind]: isOn }));
  return true;
}

async function read(): Promise<void> {
  const isAllowed = await hasNotifications();
  notificationKinds.value = isAllowed ? await notificationKindsItem.get() : notificationKindsItem.fallback;
}
