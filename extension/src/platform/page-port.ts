import { browser } from 'wxt/browser';
import { isOwnPage } from './messaging';

const PORT_NAME = 'page';
const RECONNECT_MS = 500;

/** The background's side: the pages of ours that are open. */
export interface OpenPages<M> {
  readonly count: number;
  /** Tells every open page. */
  post(message: M): void;
}

/** Keeps track of our open pages. `onJoin` gets a way to tell only the page that joined. */
export function acceptPages<M>(hooks: { onJoin(tell: (message: M) => void): void; onLeave(): void }): OpenPages<M> {
  const ports = new Set<ReturnType<typeof browser.runtime.connect>>();
  const pages: OpenPages<M> = {
    get count() {
      return ports.size;
    },
    post(message) {
      for (const port of ports) port.postMessage(message);
    },
  };
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== PORT_NAME) return;
    if (!port.sender || !isOwnPage(port.sender)) return port.disconnect();
    ports.add(port);
    port.onDisconnect.addListener(() => {
      ports.delete(port);
      hooks.onLeave();
    });
    hooks.onJoin((message) => port.postMessage(message));
  });
  return pages;
}

/** A page's side: says that it is open, and hears what the background posts. Joins again if the worker was ended. */
export function joinBackground<M>(onMessage: (message: M) => void): void {
  const port = browser.runtime.connect({ name: PORT_NAME });
  port.onMessage.addListener((message: M) => onMessage(message));
  port.onDisconnect.addListener(() => setTimeout(() => joinBackground(onMessage), RECONNECT_MS));
}
