import { storedItem } from '@/platform/storage';

/** What this browser can notify people of, in the order it is offered. */
export const NOTIFICATION_KINDS = ['sendFailed', 'needsAttention', 'worksAgain'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];
export type NotificationKinds = Record<NotificationKind, boolean>;

/** Which kinds are switched on in this browser. The options page writes it, the background reads it. */
export const notificationKindsItem = storedItem<NotificationKinds>('local', 'notificationKinds@1', {
  sendFailed: false,
  needsAttention: false,
  worksAgain: false,
});
