import { browser } from 'wxt/browser';
import { onPermissionsChange } from './permissions';

/** A notification of the browser. Shown again under the same `id`, it takes the place of the one before. */
export interface Notification {
  id: string;
  title: string;
  message: string;
}

/** Asks whether notifications may be shown. Call it before any `await` of the click handler. */
export function requestNotifications(): Promise<boolean> {
  return browser.permissions.request({ permissions: ['notifications'] });
}

/** Whether notifications may be shown now. */
export function hasNotifications(): Promise<boolean> {
  return browser.permissions.contains({ permissions: ['notifications'] });
}

type Api = Pick<typeof browser.notifications, 'create' | 'getAll' | 'clear' | 'onClicked'>;
/** Absent for as long as the user has not allowed it. */
const api = (): Api | undefined => browser.notifications;

/** Shows a notification; says nothing where the user does not allow any. */
export async function showNotification({ id, title, message }: Notification): Promise<void> {
  const iconUrl = `${browser.runtime.getURL('/')}icons/128.png`;
  await api()
    ?.create(id, { type: 'basic', iconUrl, title, message })
    .catch(() => undefined);
}

/** The ids of the notifications that are still there to be read. */
export async function shownNotifications(): Promise<string[]> {
  return Object.keys((await api()?.getAll()) ?? {});
}

/** Takes notifications away. */
export async function clearNotifications(ids: string[]): Promise<void> {
  for (const id of ids) await api()?.clear(id);
}

/** Calls `open` with the id of a notification that was clicked, also where it outlived the worker that showed it. */
export function onNotificationClick(open: (id: string) => void): void {
  const listen = () => {
    const clicks = api()?.onClicked;
    if (clicks && !clicks.hasListener(open)) clicks.addListener(open);
  };
  listen();
  // Where it was not allowed when the worker started, there was nothing to listen to.
  onPermissionsChange(listen);
}
